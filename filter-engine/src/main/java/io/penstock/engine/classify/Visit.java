// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.IpVersion;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;

/** A step of a walk: a layer, and as what the item is shown there (spec 2.5, 3.6). Ordinals are stored with pended items: append only. */
enum Visit {
    MAC_IN_NATIVE(LayerFamily.INBOUND_MAC_FRAME_NATIVE),
    MAC_IN_ETHERNET(LayerFamily.INBOUND_MAC_FRAME_ETHERNET),
    MAC_OUT_ETHERNET(LayerFamily.OUTBOUND_MAC_FRAME_ETHERNET),
    MAC_OUT_NATIVE(LayerFamily.OUTBOUND_MAC_FRAME_NATIVE),
    IN_IPPACKET(LayerFamily.INBOUND_IPPACKET),
    /** Second pass of a fragment. */
    IN_FRAGMENT(LayerFamily.INBOUND_IPPACKET, ConditionFlag.IS_FRAGMENT),
    IN_REASSEMBLED(LayerFamily.INBOUND_IPPACKET, ConditionFlag.IS_REASSEMBLED),
    IN_TRANSPORT(LayerFamily.INBOUND_TRANSPORT),
    /** The packet goes on to RECV_ACCEPT, where callouts should decide. */
    IN_TRANSPORT_ALE(LayerFamily.INBOUND_TRANSPORT, ConditionFlag.REQUIRES_ALE_CLASSIFY),
    IN_ICMP_ERROR(LayerFamily.INBOUND_ICMP_ERROR),
    OUT_ICMP_ERROR(LayerFamily.OUTBOUND_ICMP_ERROR),
    OUT_TRANSPORT(LayerFamily.OUTBOUND_TRANSPORT),
    OUT_IPPACKET(LayerFamily.OUTBOUND_IPPACKET),
    FORWARD(LayerFamily.IPFORWARD),
    BIND_REDIRECT(LayerFamily.ALE_BIND_REDIRECT),
    RESOURCE_ASSIGNMENT(LayerFamily.ALE_RESOURCE_ASSIGNMENT),
    LISTEN(LayerFamily.ALE_AUTH_LISTEN),
    CONNECT_REDIRECT(LayerFamily.ALE_CONNECT_REDIRECT),
    /** First authorisation of an outbound flow. */
    CONNECT(LayerFamily.ALE_AUTH_CONNECT),
    /** First authorisation of an inbound flow. */
    RECV_ACCEPT(LayerFamily.ALE_AUTH_RECV_ACCEPT),
    CONNECT_AGAIN(LayerFamily.ALE_AUTH_CONNECT, ConditionFlag.IS_REAUTHORIZE),
    RECV_ACCEPT_AGAIN(LayerFamily.ALE_AUTH_RECV_ACCEPT, ConditionFlag.IS_REAUTHORIZE),
    /** The place of the AUTH visit in the walk of a packet whose flow is authorised, or blocked: no layer is asked. */
    STANDING(null),
    FLOW_ESTABLISHED(LayerFamily.ALE_FLOW_ESTABLISHED),
    STREAM(LayerFamily.STREAM),
    STREAM_PACKET(LayerFamily.STREAM_PACKET),
    DATAGRAM_DATA(LayerFamily.DATAGRAM_DATA),
    /** A fragment goes to reassembly: no layer is asked. */
    REASSEMBLE(null),
    /** A loopback packet turns from its sender's half of the walk to its receiver's. */
    TURN(null),
    ENDPOINT_CLOSURE(LayerFamily.ALE_ENDPOINT_CLOSURE),
    RESOURCE_RELEASE(LayerFamily.ALE_RESOURCE_RELEASE),
    /** No socket takes the packet: the stack drops it, whatever filters say. */
    NO_ENDPOINT(null),
    /** The fragments of a forwarded packet once more, as a group. */
    FORWARD_GROUP(LayerFamily.IPFORWARD, ConditionFlag.IS_FRAGMENT_GROUP),
    /** A bind once more, after an option of the socket has changed. */
    ASSIGNMENT_RECLASSIFIED(LayerFamily.ALE_RESOURCE_ASSIGNMENT, ConditionFlag.IS_RECLASSIFY),
    LISTEN_RECLASSIFIED(LayerFamily.ALE_AUTH_LISTEN, ConditionFlag.IS_RECLASSIFY);

    private final LayerFamily family;
    private final int flags;
    private final Layer v4;
    private final Layer v6;

    Visit(LayerFamily family) {
        this(family, 0);
    }

    Visit(LayerFamily family, int flags) {
        this.family = family;
        this.flags = flags;
        v4 = family == null ? null : Layer.of(family, IpVersion.V4);
        v6 = family == null ? null : Layer.of(family, IpVersion.V6);
    }

    LayerFamily family() {
        return family;
    }

    /** Bits this visit adds to the FLAGS field. */
    int flags() {
        return flags;
    }

    /** The layer, null for steps that ask none. */
    Layer layer(boolean ipv6) {
        return ipv6 ? v6 : v4;
    }

    boolean isReauthorization() {
        return (flags & ConditionFlag.IS_REAUTHORIZE) != 0;
    }

    boolean isAuthorization() {
        return family == LayerFamily.ALE_AUTH_CONNECT || family == LayerFamily.ALE_AUTH_RECV_ACCEPT;
    }

    /** Whether its end is audited, permitted or not: a connection's authorisation, a listen, a bind (spec 8.4). */
    boolean isAudited() {
        return isAuthorization() || this == LISTEN || this == RESOURCE_ASSIGNMENT;
    }

    /** Whether the visit is about a frame or an IP packet as it came, rather than about the whole datagram. */
    boolean isBelowTransport() {
        return switch (this) {
            case MAC_IN_NATIVE, MAC_IN_ETHERNET, MAC_OUT_ETHERNET, MAC_OUT_NATIVE, IN_IPPACKET, IN_FRAGMENT, FORWARD ->
                true;
            default -> false;
        };
    }

    /** Whether callouts may change the tuple here. */
    boolean isRedirect() {
        return this == BIND_REDIRECT || this == CONNECT_REDIRECT;
    }

    /** Whether the visit belongs to a connect or bind that a block refuses as a whole. */
    boolean isConnectOrBind() {
        return this == BIND_REDIRECT || this == RESOURCE_ASSIGNMENT || this == CONNECT_REDIRECT;
    }
}
