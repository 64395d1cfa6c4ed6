// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** Layer names without version and {@code _DISCARD}: the families that traffic and socket events can visit (spec 2.2). */
public enum LayerFamily {
    INBOUND_IPPACKET,
    OUTBOUND_IPPACKET,
    IPFORWARD,
    INBOUND_TRANSPORT,
    OUTBOUND_TRANSPORT,
    STREAM,
    STREAM_PACKET,
    DATAGRAM_DATA,
    INBOUND_ICMP_ERROR,
    OUTBOUND_ICMP_ERROR,
    ALE_BIND_REDIRECT,
    ALE_RESOURCE_ASSIGNMENT,
    ALE_AUTH_LISTEN,
    ALE_CONNECT_REDIRECT,
    ALE_AUTH_CONNECT,
    ALE_AUTH_RECV_ACCEPT,
    ALE_FLOW_ESTABLISHED,
    ALE_ENDPOINT_CLOSURE,
    ALE_RESOURCE_RELEASE,
    INBOUND_MAC_FRAME_NATIVE,
    INBOUND_MAC_FRAME_ETHERNET,
    OUTBOUND_MAC_FRAME_ETHERNET,
    OUTBOUND_MAC_FRAME_NATIVE;

    /** Whether the layer exists once, whatever the IP version. */
    public boolean isMac() {
        return compareTo(INBOUND_MAC_FRAME_NATIVE) >= 0;
    }
}
