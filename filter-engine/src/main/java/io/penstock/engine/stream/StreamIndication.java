// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/**
 * What a stream callout is shown: the inward half of {@code FWPS_STREAM_CALLOUT_IO_PACKET} (spec 7.1). Payload only, no headers. Valid during the
 * call; the array is shared and may not be written.
 *
 * @param flags bits of {@link StreamFlags}
 * @param offset of the first byte in its direction's stream, bytes since the first one seen; of injected bytes where they were put
 * @param data the array that holds the bytes
 * @param from index in {@code data} of the first byte
 * @param length how many there are, 0 for a FIN alone
 * @param missedBytes bytes that heavier callouts removed since this one was last asked
 * @param bufferLimitReached no more can be gathered: everything must be permitted or blocked (spec 7.5)
 * @param noMoreData nothing follows: NEED_MORE_DATA is not allowed (spec 7.5)
 */
public record StreamIndication(
        int flags,
        long offset,
        byte[] data,
        int from,
        int length,
        long missedBytes,
        boolean bufferLimitReached,
        boolean noMoreData) {
    /** What is shown of bytes that are at least one stretch; the rest as above. */
    public static StreamIndication of(
            StreamBytes bytes, long missedBytes, boolean bufferLimitReached, boolean noMoreData) {
        return new StreamIndication(
                bytes.flags(),
                bytes.runs().getFirst().offset(),
                bytes.array(),
                bytes.from(),
                bytes.length(),
                missedBytes,
                bufferLimitReached,
                noMoreData);
    }

    /** Whether it is of the outbound direction. */
    public boolean isOutbound() {
        return (flags & StreamFlags.SEND) != 0;
    }
}
