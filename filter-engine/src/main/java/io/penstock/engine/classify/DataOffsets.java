// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;

/** Where the data that a layer speaks of starts in the frame (spec 2.2, "Item offered"), for the bytes of a discard (spec 8.2). */
final class DataOffsets {
    private static final int ICMP_ERROR_HEADER_BYTES = 8;

    private DataOffsets() {}

    /**
     * Bytes of an item from the layer's data offset to the end of its IP packet; padding behind it is no data. Of what is not IP, and at the MAC
     * layers, the whole frame.
     *
     * @param about the frame, or the whole datagram where the layer speaks of that
     */
    static long bytes(Item about, Layer layer, boolean outbound) {
        byte[] rows = about.rows;
        int row = about.row;
        int kind = PacketRow.kind(rows, row);
        if (kind != PacketRow.KIND_IPV4 && kind != PacketRow.KIND_IPV6) {
            return PacketRow.wireLength(rows, row);
        }
        long end = PacketRow.payloadOffset(rows, row) + PacketRow.payloadLength(rows, row);
        return switch (layer.family()) {
            case "INBOUND_IPPACKET", "OUTBOUND_TRANSPORT", "OUTBOUND_ICMP_ERROR" ->
                end - PacketRow.transportOffset(rows, row);
            case "OUTBOUND_IPPACKET", "IPFORWARD" -> end - PacketRow.networkOffset(rows, row);
            case "INBOUND_TRANSPORT" -> end - inboundData(rows, row);
            case "DATAGRAM_DATA" -> end - (outbound ? PacketRow.transportOffset(rows, row) : inboundData(rows, row));
            case "STREAM", "INBOUND_ICMP_ERROR" -> PacketRow.payloadLength(rows, row);
            case "INBOUND_MAC_FRAME_NATIVE",
                    "INBOUND_MAC_FRAME_ETHERNET",
                    "OUTBOUND_MAC_FRAME_ETHERNET",
                    "OUTBOUND_MAC_FRAME_NATIVE" -> PacketRow.wireLength(rows, row);
            // The ALE layers and STREAM_PACKET: the payload of what comes in, the transport header of what goes out.
            default -> outbound ? end - PacketRow.transportOffset(rows, row) : PacketRow.payloadLength(rows, row);
        };
    }

    /** Where the data of a callout's indication starts in the frame, {@link ClassifyMetadata#ABSENT} where the layer offers none. */
    static int of(LayerFamily family, byte[] rows, int row, boolean outbound) {
        return switch (family) {
            case INBOUND_MAC_FRAME_NATIVE,
                    INBOUND_MAC_FRAME_ETHERNET,
                    OUTBOUND_MAC_FRAME_ETHERNET,
                    OUTBOUND_MAC_FRAME_NATIVE -> 0;
            case INBOUND_IPPACKET, OUTBOUND_TRANSPORT, OUTBOUND_ICMP_ERROR -> PacketRow.transportOffset(rows, row);
            case OUTBOUND_IPPACKET, IPFORWARD -> PacketRow.networkOffset(rows, row);
            case INBOUND_TRANSPORT -> inboundData(rows, row);
            case INBOUND_ICMP_ERROR -> PacketRow.transportOffset(rows, row) + ICMP_ERROR_HEADER_BYTES;
            case DATAGRAM_DATA -> outbound ? PacketRow.transportOffset(rows, row) : inboundData(rows, row);
            case STREAM_PACKET, ALE_AUTH_RECV_ACCEPT, ALE_FLOW_ESTABLISHED ->
                outbound ? PacketRow.transportOffset(rows, row) : PacketRow.payloadOffset(rows, row);
            case STREAM -> PacketRow.payloadOffset(rows, row);
            case ALE_AUTH_CONNECT ->
                PacketRow.ipProtocol(rows, row) == IpProtocol.TCP
                        ? ClassifyMetadata.ABSENT
                        : PacketRow.transportOffset(rows, row);
            case ALE_BIND_REDIRECT,
                    ALE_RESOURCE_ASSIGNMENT,
                    ALE_AUTH_LISTEN,
                    ALE_CONNECT_REDIRECT,
                    ALE_ENDPOINT_CLOSURE,
                    ALE_RESOURCE_RELEASE -> ClassifyMetadata.ABSENT;
        };
    }

    /** Inbound transport data starts at the payload, of ICMP at the ICMP header. */
    private static int inboundData(byte[] rows, int row) {
        return Tuples.isIcmp(PacketRow.ipProtocol(rows, row))
                ? PacketRow.transportOffset(rows, row)
                : PacketRow.payloadOffset(rows, row);
    }
}
