// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Which of {@value #IDS} neighbouring numbers are taken. Stored as the list of their positions, 2 bytes each, and as a bitmap once that is shorter: record
 * numbers of a log lie close, the numbers of net events far apart.
 */
final class IdBlock {
    static final int IDS = 4096;

    private static final int BITS = 12;
    private static final int BITMAP_BYTES = IDS / Byte.SIZE;

    private final BitSet taken;

    private IdBlock(BitSet taken) {
        this.taken = taken;
    }

    /** Number of the block that an id belongs to. */
    static long number(long id) {
        return id >> BITS;
    }

    /** Its position in the block, 0 to 4095. */
    static int position(long id) {
        return (int) (id & IDS - 1);
    }

    /** A block as stored; null: none is taken. */
    static IdBlock of(byte[] stored) {
        if (stored == null) {
            return new IdBlock(new BitSet());
        }
        if (stored.length == BITMAP_BYTES) {
            return new IdBlock(BitSet.valueOf(stored));
        }
        BitSet taken = new BitSet();
        ByteBuffer positions = ByteBuffer.wrap(stored);
        while (positions.hasRemaining()) {
            taken.set(positions.getShort());
        }
        return new IdBlock(taken);
    }

    /** Takes a position; whether it was free. */
    boolean add(int position) {
        boolean isFree = !taken.get(position);
        taken.set(position);
        return isFree;
    }

    byte[] bytes() {
        int listBytes = taken.cardinality() * Short.BYTES;
        if (listBytes >= BITMAP_BYTES) {
            return ByteBuffer.allocate(BITMAP_BYTES).put(taken.toByteArray()).array();
        }
        ByteBuffer positions = ByteBuffer.allocate(listBytes);
        taken.stream().forEach(position -> positions.putShort((short) position));
        return positions.array();
    }
}
