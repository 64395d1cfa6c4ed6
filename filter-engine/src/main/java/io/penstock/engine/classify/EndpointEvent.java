// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

/**
 * What an agent knows of sockets, or of what the stack itself did with a packet (spec 2.5: SEQ-BIND to SEQ-CLOSE). Penstock draws none of these from
 * packets alone. Items that name an endpoint have a row of addresses, ports and protocol as an outbound packet's: local is its source; what has no
 * remote end has zeros there. {@link Item#knowing} tells whose socket it is.
 */
public sealed interface EndpointEvent {
    /** The endpoint, or the packet. */
    Item about();

    /** A socket was bound to a local address and port; zeros: the wildcard address, a port that the stack picks. */
    record Bound(Item about) implements EndpointEvent {}

    /** A TCP socket listens. Where no event told of its bind, it was bound by listening. */
    record Listening(Item about) implements EndpointEvent {}

    /** A TCP socket connects: it is authorised before its SYN leaves. Where no event told of its bind, it was bound by connecting. */
    record Connecting(Item about) implements EndpointEvent {}

    /** A listener takes a TCP connection: it is authorised, unless its SYN was. */
    record Accepted(Item about) implements EndpointEvent {}

    /** An option of a bound socket has changed in a way that asks for its bind, or its listening, to be looked at again. */
    record OptionChanged(Item about) implements EndpointEvent {}

    /**
     * A socket was closed. With a remote end and TCP it is that connection's: its flow ends. Else it is a listener, or a socket whose flows all end.
     * What is pended of them is dropped.
     */
    record Closed(Item about) implements EndpointEvent {}

    /** The resources that a bind took were freed. */
    record Released(Item about) implements EndpointEvent {}

    /** A packet came in for which there is no listener or endpoint; this decides its fate. */
    record NoEndpoint(Item about) implements EndpointEvent {}

    /** A packet went out that no socket sent: a reset, or an ICMP error, of the stack's own; it visits no ALE layer. */
    record StackReply(Item about) implements EndpointEvent {}
}
