// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;

/** Writes a classic pcap with nanosecond time stamps, of one link type (draft-ietf-opsawg-pcap). */
public final class PcapWriter implements CaptureWriter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LAST_SECOND = 0xFFFF_FFFFL;

    private final CaptureOutput out;
    private final int linkType;

    private PcapWriter(CaptureOutput out, int linkType) {
        this.out = out;
        this.linkType = linkType;
    }

    /** Begins a little-endian file. Closing the writer closes the stream. */
    public static PcapWriter open(OutputStream stream, int linkType) throws IOException {
        return open(stream, linkType, ByteOrder.LITTLE_ENDIAN);
    }

    /** Begins a file in a byte order. */
    public static PcapWriter open(OutputStream stream, int linkType, ByteOrder order) throws IOException {
        CaptureOutput out = new CaptureOutput(stream, order);
        out.int32(PcapVariant.NANOSECOND.magic()).int16(2).int16(4).int32(0).int32(0);
        out.int32(CaptureLimits.maximumPacketBytes(linkType)).int32(linkType);
        return new PcapWriter(out, linkType);
    }

    /** Times before 1970 and after the year 2106 do not fit and are held at the ends of the range. */
    @Override
    public void write(CapturedPacket packet) throws IOException {
        if (packet.linkType() != linkType) {
            throw new IllegalArgumentException(
                    "a pcap of link type " + linkType + " cannot hold a packet of link type " + packet.linkType());
        }
        long nanos = Math.clamp(packet.captureTimeNanos(), 0, LAST_SECOND * NANOS_PER_SECOND);
        out.int32(nanos / NANOS_PER_SECOND).int32(nanos % NANOS_PER_SECOND);
        out.int32(packet.capturedLengthBytes()).int32(packet.wireLengthBytes());
        out.bytes(packet.buffer(), packet.offset(), packet.capturedLengthBytes());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
