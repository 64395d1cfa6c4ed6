// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.callout.ClassifyMetadata.Fragment;
import io.penstock.engine.callout.ClassifyMetadata.PacketDirection;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;

/** Gives a classification the metadata that its layer has (spec 2.4), as far as the packet tells. Made only where a callout is asked. */
final class MetadataFiller {
    private static final String PEND_OPERATION = "PEND_OPERATION";

    private MetadataFiller() {}

    /**
     * The metadata of an item at a layer.
     *
     * @param about what the layer speaks of: the packet as it came, or the whole datagram
     * @param flowHandle whether contexts may be associated
     * @param mayPend whether an authorisation could be pended
     * @param aleRequired whether the packet goes on to ALE_AUTH_RECV_ACCEPT
     */
    static ClassifyMetadata of(
            Item about, Layer layer, boolean outbound, boolean flowHandle, boolean mayPend, boolean aleRequired) {
        LayerFamily family = LayerFamily.valueOf(layer.family());
        byte[] rows = about.rows;
        int row = about.row;
        int shipped = about.frameLength();
        int offset = DataOffsets.of(family, rows, row, outbound);
        boolean hasData = offset != ClassifyMetadata.ABSENT;
        int from = Math.clamp(offset, 0, shipped);
        boolean isIp = PacketRow.kind(rows, row) != PacketRow.KIND_NON_IP;
        return new ClassifyMetadata(
                hasData ? about.frameOffset() + from : ClassifyMetadata.ABSENT,
                hasData ? shipped - from : 0,
                flowHandle,
                isIp && hasIpHeaderSize(family, outbound)
                        ? PacketRow.transportOffset(rows, row) - PacketRow.networkOffset(rows, row)
                        : ClassifyMetadata.ABSENT,
                isIp && hasTransportHeaderSize(family)
                        ? PacketRow.payloadOffset(rows, row) - PacketRow.transportOffset(rows, row)
                        : ClassifyMetadata.ABSENT,
                fragment(family, rows, row),
                mayPend && layer.pendFunction().equals(PEND_OPERATION),
                aleRequired,
                isAuthorization(family) ? outbound ? PacketDirection.OUTBOUND : PacketDirection.INBOUND : null,
                echo(family, about));
    }

    private static boolean hasIpHeaderSize(LayerFamily family, boolean outbound) {
        return switch (family) {
            case INBOUND_IPPACKET,
                    OUTBOUND_IPPACKET,
                    INBOUND_TRANSPORT,
                    INBOUND_ICMP_ERROR,
                    STREAM_PACKET,
                    ALE_AUTH_RECV_ACCEPT -> true;
            case DATAGRAM_DATA -> !outbound;
            default -> false;
        };
    }

    private static boolean hasTransportHeaderSize(LayerFamily family) {
        return switch (family) {
            case INBOUND_TRANSPORT,
                    OUTBOUND_TRANSPORT,
                    DATAGRAM_DATA,
                    INBOUND_ICMP_ERROR,
                    OUTBOUND_ICMP_ERROR,
                    STREAM_PACKET,
                    ALE_AUTH_RECV_ACCEPT,
                    ALE_AUTH_CONNECT,
                    OUTBOUND_IPPACKET -> true;
            default -> false;
        };
    }

    private static boolean isAuthorization(LayerFamily family) {
        return family == LayerFamily.ALE_AUTH_CONNECT || family == LayerFamily.ALE_AUTH_RECV_ACCEPT;
    }

    private static Fragment fragment(LayerFamily family, byte[] rows, int row) {
        boolean packet = family == LayerFamily.INBOUND_IPPACKET || family == LayerFamily.OUTBOUND_IPPACKET;
        if (!packet || !PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT)) {
            return null;
        }
        return new Fragment(
                PacketRow.fragmentId(rows, row) & 0xFFFF_FFFFL,
                PacketRow.fragmentOffset(rows, row),
                PacketRow.has(rows, row, PacketRow.FLAG_LAST_FRAGMENT));
    }

    private static long echo(LayerFamily family, Item about) {
        boolean given = switch (family) {
            case INBOUND_TRANSPORT,
                    OUTBOUND_TRANSPORT,
                    DATAGRAM_DATA,
                    ALE_AUTH_RECV_ACCEPT,
                    ALE_AUTH_CONNECT,
                    ALE_FLOW_ESTABLISHED -> true;
            default -> false;
        };
        // A row has identifier and sequence number of an echo where it has a TCP segment's sequence number.
        return given && Tuples.isEcho(about.rows, about.row)
                ? PacketRow.tcpSequence(about.rows, about.row) & 0xFFFF_FFFFL
                : ClassifyMetadata.ABSENT;
    }
}
