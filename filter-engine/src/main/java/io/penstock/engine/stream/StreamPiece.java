// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/**
 * A piece of what becomes of one direction's bytes, in the order of the stream as it leaves the layer (spec 7.4). Arrays are shared and valid during the call.
 * Offsets are those of the stream as it came, of injected bytes where they were put in; so whoever builds segments knows how far sequence numbers
 * move.
 */
public sealed interface StreamPiece {
    /** Place in the stream as it came. */
    long offset();

    /** Bytes that leave as they came, or a FIN or RST without bytes. */
    record Permitted(long offset, int flags, byte[] array, int from, int length) implements StreamPiece {}

    /** Bytes that a callout put in. */
    record Injected(long offset, int flags, byte[] array, int from, int length, String calloutKey)
            implements StreamPiece {}

    /** Bytes, or a FIN, that a filter took out. */
    record Removed(long offset, int flags, int length, String filterKey) implements StreamPiece {}

    /** Bytes that the capture lacks. */
    record Missing(long offset, long length) implements StreamPiece {}
}
