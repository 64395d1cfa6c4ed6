// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/**
 * A piece of what becomes of one direction's bytes, in the order of the stream as it leaves the layer (spec 7.4). Arrays are shared and valid during the call.
 * Offsets are those of the stream as it came, of injected bytes where they were put in; so whoever builds segments knows how far sequence numbers
 * move.
 */
public sealed interface StreamPiece {
    /** Place of the first byte in the direction's stream as it came, bytes since the first one seen. */
    long offset();

    /**
     * Bytes that leave as they came, or a FIN or RST without bytes.
     *
     * @param flags bits of {@link StreamFlags}
     * @param from index in {@code array} of the first byte
     * @param length bytes, 0 for a FIN or RST
     */
    record Permitted(long offset, int flags, byte[] array, int from, int length) implements StreamPiece {}

    /**
     * Bytes that a callout put in.
     *
     * @param flags bits of {@link StreamFlags}
     * @param from index in {@code array} of the first byte
     * @param length bytes, 0 for a FIN
     */
    record Injected(long offset, int flags, byte[] array, int from, int length, String calloutKey)
            implements StreamPiece {}

    /**
     * Bytes, or a FIN, that a filter took out.
     *
     * @param flags bits of {@link StreamFlags}
     * @param length bytes, 0 for a FIN
     */
    record Removed(long offset, int flags, int length, String filterKey) implements StreamPiece {}

    /**
     * Bytes that the capture lacks.
     *
     * @param length bytes, 1 and up
     */
    record Missing(long offset, long length) implements StreamPiece {}
}
