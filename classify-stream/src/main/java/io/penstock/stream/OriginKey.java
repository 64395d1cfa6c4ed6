// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/**
 * The key of a record that belongs beside the packets it speaks of: the partition of origin, 4 bytes big-endian.
 *
 * <p>A {@code StreamPartitioner} sees the key but not the task, so the partition travels here.
 */
public final class OriginKey {
    private static final int LENGTH = Integer.BYTES;

    private OriginKey() {}

    /** The key for a partition of 0 or more. */
    public static byte[] of(int partition) {
        return new byte[] {
            (byte) (partition >>> 24), (byte) (partition >>> 16), (byte) (partition >>> 8), (byte) partition
        };
    }

    /**
     * The partition that a key names.
     *
     * @throws IllegalArgumentException if the key is not one of ours
     */
    public static int partition(byte[] key) {
        if (key == null || key.length != LENGTH || key[0] < 0) {
            throw new IllegalArgumentException("a key of 4 bytes, partition of origin, was expected");
        }
        return (key[0] & 0xFF) << 24 | (key[1] & 0xFF) << 16 | (key[2] & 0xFF) << 8 | key[3] & 0xFF;
    }
}
