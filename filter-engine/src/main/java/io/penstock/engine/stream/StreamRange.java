// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/**
 * Contiguous bytes of one direction of a stream that one packet brought, or its end without bytes (spec 7.1). Valid until the table's next call, and so are
 * the bytes; who keeps them copies them. One thread.
 */
public final class StreamRange {
    private boolean outbound;
    private long offset;
    private long missedBefore;
    private byte[] bytes;
    private int from;
    private int length;
    private int flags;
    private long packet;
    private boolean own;

    void set(HalfStream half, byte[] array, int start, int count, int controlBits, long packetId, boolean ownBytes) {
        outbound = half.outbound;
        offset = half.next;
        missedBefore = half.missed;
        bytes = array;
        from = start;
        length = count;
        flags = controlBits;
        packet = packetId;
        own = ownBytes;
    }

    /** Whether it ends where {@code half} now stands. */
    boolean isEndOf(HalfStream half) {
        return outbound == half.outbound && half.missed == 0 && offset + length == half.next;
    }

    void addFlags(int controlBits) {
        flags |= controlBits;
    }

    /** Whether the local end sent it. It need not be the direction of the packet: an acknowledgement can end a gap of the peer's. */
    public boolean outbound() {
        return outbound;
    }

    /** Place of the first byte in the stream, missed bytes counted; 0 is the first byte behind the SYN, or the first one seen. */
    public long offset() {
        return offset;
    }

    /** Bytes missing between the range before this one, or the start of the stream, and this one; they will not come. */
    public long missedBefore() {
        return missedBefore;
    }

    /** The array that holds the bytes from {@link #from()}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index in {@link #bytes()} of the first byte. */
    public int from() {
        return from;
    }

    /** Bytes, 0 and up; 0 only with FIN or RST, or where a stream that has no end is over and its last bytes are missing. */
    public int length() {
        return length;
    }

    /** Bits of {@link TcpSegment}: FIN, RST, PSH, URG. PSH and FIN belong to the last byte. */
    public int flags() {
        return flags;
    }

    /** The packet that brought the bytes, by the number that its segment gave it. */
    public long packet() {
        return packet;
    }

    /** Whether the packet just given brought the bytes, not one held since. */
    public boolean own() {
        return own;
    }
}
