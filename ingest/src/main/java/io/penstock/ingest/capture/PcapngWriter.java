// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a pcapng with nanosecond time stamps, with an interface for each pair of interface and link type that its
 * packets name (draft-ietf-opsawg-pcapng).
 */
public final class PcapngWriter implements CaptureWriter {
    private static final int SECTION_BYTES = 28;
    private static final int INTERFACE_BYTES = 32;
    private static final int PACKET_BYTES = 32;
    private static final int FLAGS_BYTES = 12;
    private static final int END_BYTES = 4;

    /** What an interface of the file is known by: two sources may number theirs alike. */
    private record InterfaceKey(int interfaceId, int linkType) {}

    private final CaptureOutput out;
    private final Map<InterfaceKey, Integer> interfaces = new HashMap<>();

    private PcapngWriter(CaptureOutput out) {
        this.out = out;
    }

    /** Begins a little-endian file. Closing the writer closes the stream. */
    public static PcapngWriter open(OutputStream stream) throws IOException {
        return open(stream, ByteOrder.LITTLE_ENDIAN);
    }

    /** Begins a file in a byte order. */
    public static PcapngWriter open(OutputStream stream, ByteOrder order) throws IOException {
        CaptureOutput out = new CaptureOutput(stream, order);
        out.int32(CaptureMagic.PCAPNG_SECTION).int32(SECTION_BYTES).int32(Pcapng.BYTE_ORDER_MAGIC);
        out.int16(1).int16(0).int64(-1).int32(SECTION_BYTES);
        return new PcapngWriter(out);
    }

    @Override
    public void write(CapturedPacket packet) throws IOException {
        write(packet, "");
    }

    /**
     * Appends a packet with a comment (opt_comment).
     *
     * @param comment at most 65,535 bytes of UTF-8; empty: none
     */
    public void write(CapturedPacket packet, String comment) throws IOException {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        int said = text.length == 0 ? 0 : 4 + (text.length + 3 & ~3);
        int index = interfaceIndex(packet);
        int size = packet.capturedLengthBytes();
        int flags = packet.fileDirection() == FileDirection.UNKNOWN ? 0 : FLAGS_BYTES;
        int end = said > 0 && flags == 0 ? END_BYTES : 0;
        int total = PACKET_BYTES + (size + 3 & ~3) + said + flags + end;
        out.int32(Pcapng.ENHANCED_PACKET).int32(total).int32(index);
        // Times before 1970 have no place in an unsigned stamp.
        long nanos = Math.max(0, packet.captureTimeNanos());
        out.int32(nanos >>> 32).int32(nanos).int32(size).int32(packet.wireLengthBytes());
        out.bytes(packet.buffer(), packet.offset(), size).padding(size);
        if (said > 0) {
            out.int16(1).int16(text.length).bytes(text, 0, text.length).padding(text.length);
        }
        if (end > 0) {
            out.int32(0);
        }
        if (flags > 0) {
            out.int16(2).int16(4).int32(packet.fileDirection().ordinal()).int32(0);
        }
        out.int32(total);
    }

    private int interfaceIndex(CapturedPacket packet) throws IOException {
        InterfaceKey key = new InterfaceKey(packet.interfaceId(), packet.linkType());
        Integer known = interfaces.get(key);
        if (known != null) {
            return known;
        }
        byte[] name = ("if" + packet.interfaceId()).getBytes(StandardCharsets.US_ASCII);
        int total = INTERFACE_BYTES + 4 + (name.length + 3 & ~3);
        out.int32(Pcapng.INTERFACE_DESCRIPTION)
                .int32(total)
                .int16(packet.linkType())
                .int16(0)
                .int32(0);
        out.int16(2).int16(name.length).bytes(name, 0, name.length).padding(name.length);
        out.int16(9).int16(1).bytes(new byte[] {9}, 0, 1).padding(1).int32(0).int32(total);
        int index = interfaces.size();
        interfaces.put(key, index);
        return index;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
