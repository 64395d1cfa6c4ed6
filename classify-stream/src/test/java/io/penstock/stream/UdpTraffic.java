// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.schemas.PacketBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Makes batches of outbound packets, UDP unless said otherwise, from 10.0.0.1 to 10.0.0.2, as an agent would, raw IPv4. */
final class UdpTraffic {
    static final String AGENT = "edge-1";
    static final long INCARNATION = 7;
    private static final int HEADERS = 28;

    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer rows = new RowBuffer();
    private final String agent;

    UdpTraffic(String agent) {
        this.agent = agent;
    }

    /** Adds a packet; its capture time is its sequence in milliseconds. */
    UdpTraffic packet(long sequence, int sourcePort, int destinationPort) {
        return packet(
                sequence,
                frame(sourcePort, destinationPort, Long.toString(sequence).getBytes()));
    }

    /** Adds a packet with these bytes. */
    UdpTraffic packet(long sequence, byte[] frame) {
        decoder.decode(frame, 0, frame.length, frame.length, LinkType.RAW, sequence, sequence * 1_000_000, 0, rows);
        rows.appendFrame(frame, 0, frame.length);
        PacketRow.direction(rows.rows(), rows.rowOffset(rows.count() - 1), PacketRow.OUTBOUND);
        return this;
    }

    /** What was added since the last batch. */
    PacketBatch batch() {
        byte[] bytes = Arrays.copyOf(rows.rows(), rows.rowsLength());
        PacketBatch batch = new PacketBatch(
                agent,
                agent,
                INCARNATION,
                PacketRow.sequence(bytes, 0),
                PacketRow.sequence(bytes, bytes.length - PacketRow.ROW_LENGTH),
                rows.count(),
                PacketRow.ROW_VERSION,
                ByteBuffer.wrap(bytes),
                ByteBuffer.wrap(Arrays.copyOf(rows.quoted(), rows.quotedLength())),
                ByteBuffer.wrap(Arrays.copyOf(rows.frames(), rows.framesLength())),
                List.of());
        rows.clear();
        return batch;
    }

    int count() {
        return rows.count();
    }

    static byte[] frame(int sourcePort, int destinationPort, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEADERS + payload.length);
        frame.putShort((short) 0x4500).putShort((short) frame.capacity());
        frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        frame.putInt(0x0A000001).putInt(0x0A000002);
        frame.putShort((short) sourcePort).putShort((short) destinationPort);
        frame.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
        return frame.array();
    }
}
