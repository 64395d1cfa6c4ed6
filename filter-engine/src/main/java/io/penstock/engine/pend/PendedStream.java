// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.stream.StreamBytes;
import java.util.List;

/**
 * The bytes of a stream that a callout elsewhere is shown (spec 7.1, 7.7): the inward half of {@code FWPS_STREAM_CALLOUT_IO_PACKET}. The array is shared and not to be
 * written.
 *
 * @param runs the stretches that came together, first to last, at least one; a FIN or RST is one without bytes
 * @param data the array that holds the bytes
 * @param from index in {@code data} of the first
 * @param missedBytes bytes that went past the callout since it was last asked
 * @param bufferLimitReached everything must be permitted or blocked (spec 7.5)
 * @param noMoreData nothing follows (spec 7.5)
 */
public record PendedStream(
        List<StreamBytes.Run> runs,
        byte[] data,
        int from,
        long missedBytes,
        boolean bufferLimitReached,
        boolean noMoreData) {
    /** As many bytes are shown at once: a record holds them beside their packet. */
    public static final int MOST_BYTES = 1 << 18;

    /**
     * Checks that there is something to be shown.
     *
     * @throws IllegalArgumentException if there is no stretch, or they are longer than the array
     */
    public PendedStream {
        runs = List.copyOf(runs);
        long length = 0;
        for (StreamBytes.Run run : runs) {
            if (run.length() < 0) {
                throw new IllegalArgumentException("a stretch of a stream has length " + run.length());
            }
            length += run.length();
        }
        if (runs.isEmpty() || from < 0 || from + length > data.length) {
            throw new IllegalArgumentException(
                    runs.size() + " stretches of a stream with " + length + " bytes in " + data.length);
        }
    }

    /** The bytes, to be cut by whoever decides them. */
    public StreamBytes bytes() {
        return StreamBytes.of(runs, data, from);
    }

    /** How many there are, 0 for a FIN or RST alone. */
    public int length() {
        return bytes().length();
    }
}
