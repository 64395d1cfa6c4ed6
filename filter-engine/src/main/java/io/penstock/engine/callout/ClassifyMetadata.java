// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/**
 * Metadata of a classification (spec 2.4). What the layer does not give, or observed traffic does not tell, is absent: {@link #ABSENT}, null or
 * false. What no capture tells at all (PATH_MTU, PROCESS_ID, TOKEN and kin) has no member.
 *
 * @param dataOffset index in the frame's array where the data that the layer speaks of starts (spec 2.2, "Item offered"); absent where it offers none
 * @param dataLength bytes from there that were shipped; 0 where it offers none
 * @param hasFlowHandle FLOW_HANDLE: whether contexts may be associated with the item's flow (spec 5.6)
 * @param ipHeaderSize IP_HEADER_SIZE in bytes
 * @param transportHeaderSize TRANSPORT_HEADER_SIZE in bytes
 * @param fragment FRAGMENT_DATA; null but for fragments at the IPPACKET layers
 * @param hasCompletionHandle COMPLETION_HANDLE: whether this is an authorisation that can be pended (spec 6.4 P1, P2)
 * @param aleClassifyRequired ALE_CLASSIFY_REQUIRED: the packet goes on to ALE_AUTH_RECV_ACCEPT; permit it here (spec 2.7)
 * @param packetDirection PACKET_DIRECTION at the AUTH layers: the packet's, which need not be the flow's; else null
 * @param icmpIdAndSequence ICMP_ID_AND_SEQUENCE of an echo: identifier in the upper 16 bits of 32, sequence number in the lower
 */
public record ClassifyMetadata(
        int dataOffset,
        int dataLength,
        boolean hasFlowHandle,
        int ipHeaderSize,
        int transportHeaderSize,
        Fragment fragment,
        boolean hasCompletionHandle,
        boolean aleClassifyRequired,
        PacketDirection packetDirection,
        long icmpIdAndSequence) {
    /** What a number is that is not there. */
    public static final int ABSENT = -1;

    /** No metadata at all, as of an item that offers no data. */
    public static final ClassifyMetadata NONE =
            new ClassifyMetadata(ABSENT, 0, false, ABSENT, ABSENT, null, false, false, null, ABSENT);

    /** Which way a packet goes. */
    public enum PacketDirection {
        OUTBOUND,
        INBOUND
    }

    /**
     * Where a fragment belongs.
     *
     * @param id identification, unsigned 32 bits
     * @param offsetBytes of its data in the datagram
     * @param isLast whether no more fragments follow
     */
    public record Fragment(long id, int offsetBytes, boolean isLast) {}
}
