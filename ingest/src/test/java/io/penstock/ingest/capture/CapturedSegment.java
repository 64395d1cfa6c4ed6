// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FragmentTable;
import io.penstock.engine.flow.FragmentTracker;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TcpView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A TCP packet of a capture, the outermost packet of its frame or put together from fragments; {@code length} is that of the payload as the headers
 * say, {@code payload} what was captured of it.
 */
record CapturedSegment(
        long frame, String source, int sequence, int acknowledgement, int flags, int length, byte[] payload) {
    private static final int TCP_DATA_OFFSET = 12;

    static List<CapturedSegment> of(Path capture) throws IOException {
        List<CapturedSegment> segments = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder();
        RowBuffer buffer = new RowBuffer().frameSnap(0);
        FragmentTracker tracker = new FragmentTracker();
        FragmentTable fragments = new FragmentTable();
        try (CaptureReader reader = CaptureReader.open(CaptureSource.of(capture.toString(), System.in))) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                buffer.clear();
                decoder.decode(
                        packet.buffer(),
                        packet.offset(),
                        packet.capturedLengthBytes(),
                        packet.wireLengthBytes(),
                        packet.linkType(),
                        packet.number(),
                        packet.captureTimeNanos(),
                        packet.interfaceId(),
                        buffer);
                tracker.track(buffer.rows(), 0);
                CapturedSegment segment = segment(packet, buffer.rows(), fragments);
                if (segment != null) {
                    segments.add(segment);
                }
            }
        }
        return segments;
    }

    /** The packet's segment; null where its outermost packet is not TCP, or a fragment that completes nothing. */
    private static CapturedSegment segment(CapturedPacket packet, byte[] row, FragmentTable fragments) {
        int kind = PacketRow.kind(row, 0);
        if (kind != PacketRow.KIND_IPV4 && kind != PacketRow.KIND_IPV6
                || PacketRow.ipProtocol(row, 0) != IpProtocol.TCP) {
            return null;
        }
        int start = packet.offset();
        if (PacketRow.has(row, 0, PacketRow.FLAG_FRAGMENT)) {
            return PacketRow.has(row, 0, PacketRow.FLAG_FIRST_UNSEEN) ? null : whole(packet, row, fragments);
        }
        int length = (int) PacketRow.payloadLength(row, 0);
        int from = PacketRow.payloadOffset(row, 0);
        int captured = Math.clamp(packet.capturedLengthBytes() - from, 0, length);
        byte[] payload = Arrays.copyOfRange(packet.buffer(), start + from, start + from + captured);
        return segment(packet.number(), row, length, payload);
    }

    private static CapturedSegment whole(CapturedPacket packet, byte[] row, FragmentTable fragments) {
        int id = PacketRow.fragmentId(row, 0);
        FlowKey datagram = new FlowKey()
                .set(
                        "capture",
                        PacketRow.kind(row, 0) == PacketRow.KIND_IPV6 ? 6 : 4,
                        IpProtocol.TCP,
                        PacketRow.sourceHigh(row, 0),
                        PacketRow.sourceLow(row, 0),
                        PacketRow.destinationHigh(row, 0),
                        PacketRow.destinationLow(row, 0),
                        id >>> 16,
                        id & 0xFFFF);
        int from = PacketRow.transportOffset(row, 0);
        int length = (int) PacketRow.payloadLength(row, 0);
        FragmentTable.Whole whole = fragments.add(
                datagram,
                packet.captureTimeNanos(),
                PacketRow.fragmentOffset(row, 0),
                length,
                PacketRow.has(row, 0, PacketRow.FLAG_LAST_FRAGMENT),
                packet.buffer(),
                packet.offset() + from,
                Math.clamp(packet.capturedLengthBytes() - from, 0, length),
                PacketRow.has(row, 0, PacketRow.FLAG_LATER_FRAGMENT) ? null : row.clone());
        if (whole == null) {
            return null;
        }
        byte[] datagramBytes = whole.payload();
        int header = datagramBytes.length > TCP_DATA_OFFSET ? (datagramBytes[TCP_DATA_OFFSET] >> 4 & 0xF) * 4 : 0;
        if (header < TcpView.MINIMUM_LENGTH || header > datagramBytes.length) {
            return null;
        }
        byte[] payload = Arrays.copyOfRange(datagramBytes, header, datagramBytes.length);
        return segment(packet.number(), whole.firstRow(), payload.length, payload);
    }

    private static CapturedSegment segment(long frame, byte[] row, int length, byte[] payload) {
        return new CapturedSegment(
                frame,
                PacketRow.sourceHigh(row, 0) + "/" + PacketRow.sourceLow(row, 0) + ":" + PacketRow.sourcePort(row, 0),
                PacketRow.tcpSequence(row, 0),
                PacketRow.tcpAcknowledgement(row, 0),
                PacketRow.tcpFlags(row, 0),
                length,
                payload);
    }
}
