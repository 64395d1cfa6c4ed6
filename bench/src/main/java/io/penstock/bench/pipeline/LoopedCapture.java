// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.PcapWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A capture repeated up to a number of packets, as the bytes of a nanosecond pcap. Each loop's addresses differ from the others' by the number
 * of the loop in the second and third byte (IPv4) or the fifth and sixth (IPv6), so that its flows are new ones, and its times follow on. Class
 * and last byte of an address stay, so groups, loopback and link-local remain what they are. Checksums are not mended.
 */
final class LoopedCapture {
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final long NANOS = 1_000_000_000L;
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final byte[] once;
    private final int[] records;
    private final int[] lowBytes;
    private final long packets;
    private final long loopSeconds;

    private LoopedCapture(Path file, byte[] once, int[] records, int[] lowBytes, long packets, long loopSeconds) {
        this.file = file;
        this.once = once;
        this.records = records;
        this.lowBytes = lowBytes;
        this.packets = packets;
        this.loopSeconds = loopSeconds;
    }

    /**
     * Reads the capture to be repeated.
     *
     * @param packets how many packets it shall have, cut or repeated to it
     * @throws IOException if the capture cannot be read or has interfaces of several link types
     */
    static LoopedCapture of(Path file, long packets) throws IOException {
        Recording recording = new Recording();
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(file))) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                recording.add(packet);
            }
        }
        return recording.looped(file, packets);
    }

    /** The capture as a source; it may be opened more than once. */
    CaptureSource source() {
        return new CaptureSource.Made(file.getFileName() + " looped", Looping::new);
    }

    long packets() {
        return packets;
    }

    /** Packets of the capture that is repeated. */
    int packetsOnce() {
        return records.length - 1;
    }

    Path file() {
        return file;
    }

    /** Takes packets in and notes where addresses stand. */
    private static final class Recording {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Integer> records = new ArrayList<>();
        private final List<Integer> lowBytes = new ArrayList<>();
        private final PacketDecoder decoder = new PacketDecoder();
        private final RowBuffer row = new RowBuffer().frameSnap(0);
        private PcapWriter writer;
        private long earliest = Long.MAX_VALUE;
        private long latest = Long.MIN_VALUE;

        void add(CapturedPacket packet) throws IOException {
            if (writer == null) {
                writer = PcapWriter.open(bytes, packet.linkType());
            }
            int at = records.isEmpty() ? FILE_HEADER_BYTES : records.getLast();
            if (records.isEmpty()) {
                records.add(at);
            }
            writer.write(packet);
            records.add(at + RECORD_HEADER_BYTES + packet.capturedLengthBytes());
            earliest = Math.min(earliest, packet.captureTimeNanos());
            latest = Math.max(latest, packet.captureTimeNanos());
            note(packet, at + RECORD_HEADER_BYTES);
        }

        private void note(CapturedPacket packet, int frame) {
            row.clear();
            decoder.decode(
                    packet.buffer(),
                    packet.offset(),
                    packet.capturedLengthBytes(),
                    packet.wireLengthBytes(),
                    packet.linkType(),
                    1,
                    packet.captureTimeNanos(),
                    0,
                    row);
            byte[] rows = row.rows();
            boolean ipv6 = PacketRow.kind(rows, 0) == PacketRow.KIND_IPV6;
            if (!ipv6 && PacketRow.kind(rows, 0) != PacketRow.KIND_IPV4) {
                return;
            }
            addresses(packet, frame, PacketRow.networkOffset(rows, 0), ipv6);
            if (PacketRow.has(rows, 0, PacketRow.FLAG_ICMP_ERROR) && PacketRow.quoted(rows, 0) != 0) {
                addresses(packet, frame, PacketRow.transportOffset(rows, 0) + 8, ipv6);
            }
        }

        private void addresses(CapturedPacket packet, int frame, int header, boolean ipv6) {
            int length = ipv6 ? 16 : 4;
            int source = header + (ipv6 ? 8 : 12);
            for (int address = source; address <= source + length; address += length) {
                if (address + length > packet.capturedLengthBytes()) {
                    return;
                }
                int first = packet.buffer()[packet.offset() + address] & 0xFF;
                if (ipv6 ? first != 0 && first != 0xFF : first != 0 && first != 127 && first < 224) {
                    lowBytes.add(frame + address + (ipv6 ? 5 : 2));
                }
            }
        }

        LoopedCapture looped(Path file, long packets) throws IOException {
            Objects.requireNonNull(writer, () -> file + " has no packets").close();
            long seconds = (latest - earliest) / NANOS + 1;
            return new LoopedCapture(file, bytes.toByteArray(), ints(records), ints(lowBytes), packets, seconds);
        }

        private static int[] ints(List<Integer> list) {
            return list.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** One reading. */
    private final class Looping extends InputStream {
        private final byte[] loop = once.clone();
        private long left = packets;
        private long number;
        private int position;
        private int end = endOf(left);

        private int endOf(long packetsLeft) {
            return packetsLeft < packetsOnce() ? records[(int) packetsLeft] : loop.length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            if (position == end && !again()) {
                return -1;
            }
            int taken = Math.min(length, end - position);
            System.arraycopy(loop, position, target, from, taken);
            position += taken;
            return taken;
        }

        private boolean again() {
            left -= Math.min(left, packetsOnce());
            if (left == 0) {
                return false;
            }
            number++;
            int low = (int) (number ^ (number - 1));
            int high = low >>> 8;
            for (int at : lowBytes) {
                loop[at] ^= (byte) low;
                loop[at - 1] ^= (byte) high;
            }
            for (int i = 0; i < packetsOnce(); i++) {
                INT32.set(loop, records[i], (int) INT32.get(loop, records[i]) + (int) loopSeconds);
            }
            position = FILE_HEADER_BYTES;
            end = endOf(left);
            return true;
        }
    }
}
