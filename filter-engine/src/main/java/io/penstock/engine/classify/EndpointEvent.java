// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

/**
 * What an agent knows of sockets, or of what the stack itself did with a packet (spec 2.5: SEQ-BIND, SEQ-TCP-LISTEN, SEQ-TCP-NO-LISTENER,
 * SEQ-UDP-NO-ENDPOINT, SEQ-CLOSE). Penstock draws none of these from packets alone. Items that name an endpoint have a row of addresses, ports and
 * protocol as an outbound packet's: local is its source.
 */
public sealed interface EndpointEvent {
    /** The endpoint, or the packet. */
    Item about();

    /** A socket was bound to a local address and port. */
    record Bound(Item about) implements EndpointEvent {}

    /** A bound TCP socket listens. */
    record Listening(Item about) implements EndpointEvent {}

    /** The socket of a flow was closed: the flow ends, what is pended of it is dropped, its resources are freed. */
    record Closed(Item about) implements EndpointEvent {}

    /** A packet came in for which there is no listener or endpoint; this decides its fate. */
    record NoEndpoint(Item about) implements EndpointEvent {}

    /** A packet went out that no socket sent: a reset, or an ICMP error, of the stack's own; it visits no ALE layer. */
    record StackReply(Item about) implements EndpointEvent {}
}
