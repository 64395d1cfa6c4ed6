// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.util.Arrays;

/**
 * One captured packet, reused for every packet of a source: the bytes are a window on the source's buffer and are valid
 * until the source moves on. {@link #copy()} makes one that stays.
 */
public final class CapturedPacket {
    private static final byte[] NO_BYTES = {};

    private byte[] buffer = NO_BYTES;
    private int offset;
    private int capturedLengthBytes;
    private long wireLengthBytes;
    private int linkType;
    private int interfaceId;
    private FileDirection fileDirection = FileDirection.UNKNOWN;
    private long number;
    private final CaptureTime time = new CaptureTime();

    /** The array that holds the packet from {@link #offset()}, {@link #capturedLengthBytes()} bytes long. */
    public byte[] buffer() {
        return buffer;
    }

    /** Index in {@link #buffer()} of the first byte of the link header. */
    public int offset() {
        return offset;
    }

    /** Bytes that are present, 0 to {@link CaptureLimits#maximumPacketBytes(int)}. */
    public int capturedLengthBytes() {
        return capturedLengthBytes;
    }

    /** Bytes that the packet had on the wire, 0 to 2^32-1; damaged files may say less than is present. */
    public long wireLengthBytes() {
        return wireLengthBytes;
    }

    /** Capture time in nanoseconds since 1970, held at the ends of the long where it lies beyond them. */
    public long captureTimeNanos() {
        return time.epochNanos();
    }

    /** The time as the file has it. The object is this packet's and changes with it. */
    public CaptureTime captureTime() {
        return time;
    }

    /** LINKTYPE_ number of the packet's interface, 0 to 65535. */
    public int linkType() {
        return linkType;
    }

    /** Index in {@link CaptureReader#interfaces()}, dense over the sections of a pcapng; 0 for a classic pcap. */
    public int interfaceId() {
        return interfaceId;
    }

    /** What the capture's own record says of the direction, as pcapng's epb_flags do. */
    public FileDirection fileDirection() {
        return fileDirection;
    }

    /** Number of the packet in its capture, from 1. */
    public long number() {
        return number;
    }

    /** Sets everything; used by sources. The bytes are not copied. */
    public void set(CapturedPacket other) {
        wrap(other.buffer, other.offset, other.capturedLengthBytes, other.wireLengthBytes);
        describe(other.linkType, other.interfaceId, other.fileDirection, other.number);
        time.set(other.time);
    }

    /** A packet of its own with its own bytes, nothing more in its buffer. */
    public CapturedPacket copy() {
        CapturedPacket copy = new CapturedPacket();
        copy.set(this);
        copy.buffer = Arrays.copyOfRange(buffer, offset, offset + capturedLengthBytes);
        copy.offset = 0;
        return copy;
    }

    /** Points the packet at its bytes. */
    public CapturedPacket wrap(byte[] bytes, int from, int capturedBytes, long wireBytes) {
        buffer = bytes;
        offset = from;
        capturedLengthBytes = capturedBytes;
        wireLengthBytes = wireBytes;
        return this;
    }

    /** Says where the packet comes from. */
    public CapturedPacket describe(
            int packetLinkType, int packetInterfaceId, FileDirection direction, long packetNumber) {
        linkType = packetLinkType;
        interfaceId = packetInterfaceId;
        fileDirection = direction;
        number = packetNumber;
        return this;
    }
}
