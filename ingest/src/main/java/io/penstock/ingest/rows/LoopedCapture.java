// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.BadCaptureException;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.PacketSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A capture's packets over and over, for measurements: each time round its hosts have other addresses, so that there are as many
 * new flows again, and later times. Everything depends on the capture alone. Checksums are left as they are. One thread.
 */
public final class LoopedCapture implements PacketSource {
    private static final int GAP_NANOS = 1_000_000;
    private static final int NONE = -1;

    private final List<Looped> packets;
    private final long spanNanos;
    private final long total;
    private long handedOn;
    private int index;
    private int round;

    /** A packet in memory, and where its addresses stand: offset of the first byte that varies, or none. */
    private record Looped(CapturedPacket packet, int[] varied) {}

    private LoopedCapture(List<Looped> packets, long total) {
        this.packets = packets;
        this.total = total;
        long first = packets.stream()
                .mapToLong(one -> one.packet.captureTimeNanos())
                .min()
                .orElseThrow();
        long last = packets.stream()
                .mapToLong(one -> one.packet.captureTimeNanos())
                .max()
                .orElseThrow();
        this.spanNanos = last - first + GAP_NANOS;
    }

    /**
     * Reads a capture into memory.
     *
     * @param packets how many packets to hand on, 0 and up
     * @throws IllegalArgumentException if the capture holds none
     */
    public static LoopedCapture of(CaptureSource capture, long packets) throws BadCaptureException {
        List<Looped> read = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder();
        RowBuffer row = new RowBuffer().frameSnap(0);
        CaptureReader reader = CaptureReader.open(capture);
        CapturedPacket packet = new CapturedPacket();
        while (reader.next(packet)) {
            row.clear();
            decoder.decode(
                    packet.buffer(),
                    packet.offset(),
                    packet.capturedLengthBytes(),
                    packet.wireLengthBytes(),
                    packet.linkType(),
                    packet.number(),
                    packet.captureTimeNanos(),
                    packet.interfaceId(),
                    row);
            read.add(new Looped(packet.copy(), varied(row.rows())));
        }
        CheckedCapture.close(reader);
        if (read.isEmpty()) {
            throw new IllegalArgumentException(capture.name() + ": a packet or more expected, found none");
        }
        return new LoopedCapture(read, packets);
    }

    /** The last two bytes of each address vary, so that private networks stay private; those of groups and loopback do not. */
    private static int[] varied(byte[] row) {
        int kind = PacketRow.kind(row, 0);
        int network = PacketRow.networkOffset(row, 0);
        boolean isIp = kind == PacketRow.KIND_IPV4 || kind == PacketRow.KIND_IPV6;
        if (!isIp || PacketRow.has(row, 0, PacketRow.FLAG_LOOPBACK)) {
            return new int[] {NONE, NONE};
        }
        int source = network + (kind == PacketRow.KIND_IPV4 ? 14 : 22);
        int destination = network + (kind == PacketRow.KIND_IPV4 ? 18 : 38);
        boolean fromHost = PacketRow.sourceAddressType(row, 0) == PacketRow.ADDRESS_UNICAST;
        boolean toHost = PacketRow.destinationAddressType(row, 0) == PacketRow.ADDRESS_UNICAST;
        return new int[] {fromHost ? source : NONE, toHost ? destination : NONE};
    }

    /** Packets of the capture, which make one round. */
    public int roundPackets() {
        return packets.size();
    }

    @Override
    public boolean next(CapturedPacket packet) {
        if (handedOn == total) {
            return false;
        }
        if (index == packets.size()) {
            index = 0;
            round++;
        }
        Looped looped = packets.get(index++);
        handedOn++;
        if (round > 0) {
            vary(looped);
        }
        packet.set(looped.packet);
        packet.captureTime().setEpochNanos(looped.packet.captureTimeNanos() + round * spanNanos);
        return true;
    }

    /** Turns the last round's addresses, which are in place, into this one's: an address XOR a number that no other round has. */
    private void vary(Looped looped) {
        int change = mask(round) ^ mask(round - 1);
        for (int at : looped.varied) {
            if (at != NONE) {
                byte[] bytes = looped.packet.buffer();
                bytes[at] ^= (byte) (change >> 8);
                bytes[at + 1] ^= (byte) change;
            }
        }
    }

    /** Rounds to numbers of 16 bits; multiplying by an odd number lets none fall together before 65,536 rounds. */
    private static int mask(int ofRound) {
        return ofRound * 0x9E37 & 0xFFFF;
    }
}
