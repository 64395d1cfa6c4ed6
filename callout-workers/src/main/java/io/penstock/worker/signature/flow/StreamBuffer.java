// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of one direction of a stream: what is in order since the last gap, as far back as is looked, and what waits behind a gap. Where bytes overlap, those that came
 * first stay, unless the later segment starts before what waits. Offsets count from the first byte. One thread.
 */
public final class StreamBuffer {
    /** How far back a look reaches at least. */
    static final int LOOK_BACK = 1 << 17;
    /** Bytes that may wait behind gaps. */
    static final int MOST_HELD = 1 << 22;

    private static final byte[] NO_BYTES = {};

    private final TreeMap<Long, byte[]> held = new TreeMap<>();
    private final BitSet told = new BitSet();
    private final BitSet candidates = new BitSet();
    private long heldBytes;
    private byte[] block = NO_BYTES;
    private int blockLength;
    private long blockStart;
    private long looked;
    private long weighed;

    /**
     * Takes bytes.
     *
     * @param offset of the first; before the stream's start counts as old
     * @return false if there is no room for them
     */
    boolean add(long offset, byte[] bytes, int from, int length) {
        long end = offset + length;
        long at = Math.max(offset, next());
        if (at >= end) {
            return true;
        }
        if (at == next() && held.isEmpty()) {
            append(bytes, from + (int) (at - offset), (int) (end - at));
            return true;
        }
        if (heldBytes + length > MOST_HELD) {
            return false;
        }
        hold(at, end, offset, bytes, from);
        drain();
        return true;
    }

    private void hold(long start, long end, long offset, byte[] bytes, int from) {
        long at = start;
        while (at < end) {
            Map.Entry<Long, byte[]> before = held.floorEntry(at);
            if (before != null && before.getKey() + before.getValue().length > at) {
                at = before.getKey() + before.getValue().length;
                continue;
            }
            long stop = cut(at, end);
            int first = from + (int) (at - offset);
            put(at, Arrays.copyOfRange(bytes, first, first + (int) (stop - at)));
            at = stop;
        }
    }

    /** A segment that starts before what waits takes its place as far as it reaches. */
    private long cut(long start, long end) {
        for (Map.Entry<Long, byte[]> after = held.higherEntry(start); after != null && after.getKey() < end; ) {
            byte[] bytes = after.getValue();
            remove(after.getKey());
            long afterEnd = after.getKey() + bytes.length;
            if (afterEnd > end) {
                put(end, Arrays.copyOfRange(bytes, (int) (end - after.getKey()), bytes.length));
            }
            after = held.higherEntry(start);
        }
        return end;
    }

    private void put(long at, byte[] bytes) {
        held.put(at, bytes);
        heldBytes += bytes.length;
    }

    private void remove(long at) {
        heldBytes -= held.remove(at).length;
    }

    private void drain() {
        for (Map.Entry<Long, byte[]> first = held.firstEntry();
                first != null && first.getKey() <= next();
                first = held.firstEntry()) {
            byte[] bytes = first.getValue();
            remove(first.getKey());
            int old = (int) Math.min(bytes.length, next() - first.getKey());
            append(bytes, old, bytes.length - old);
        }
    }

    private void append(byte[] bytes, int from, int length) {
        if (blockLength + length > 2 * LOOK_BACK && blockLength > LOOK_BACK) {
            int gone = (int) Math.min(blockLength - LOOK_BACK, Math.max(0, looked - blockStart));
            System.arraycopy(block, gone, block, 0, blockLength - gone);
            blockLength -= gone;
            blockStart += gone;
        }
        if (blockLength + length > block.length) {
            block = Arrays.copyOf(block, Math.max(blockLength + length, Math.min(2 * block.length, 3 * LOOK_BACK)));
        }
        System.arraycopy(bytes, from, block, blockLength, length);
        blockLength += length;
    }

    /** Gives up a gap: what waits becomes what is looked at. False if nothing waits. */
    public boolean skipGap() {
        Map.Entry<Long, byte[]> first = held.firstEntry();
        if (first == null) {
            return false;
        }
        blockStart = first.getKey();
        blockLength = 0;
        looked = Math.max(looked, blockStart);
        weighed = blockStart;
        candidates.clear();
        drain();
        return true;
    }

    /** Offset of the first byte that waits, {@link Long#MAX_VALUE} where none does. */
    long firstHeld() {
        return held.isEmpty() ? Long.MAX_VALUE : held.firstKey();
    }

    /** Offset behind the last byte in order. */
    public long next() {
        return blockStart + blockLength;
    }

    /** Offset behind the last byte that was looked at. */
    public long looked() {
        return looked;
    }

    /** Notes that everything before this offset was looked at. */
    public void looked(long offset) {
        looked = Math.max(looked, offset);
    }

    /** Offset up to which all rules that can match were run. */
    public long weighed() {
        return weighed;
    }

    /** Notes that all rules that can match were run on everything before this offset. */
    public void weighed(long offset) {
        weighed = offset;
    }

    /** The array that holds what is in order, from its first element. */
    public byte[] block() {
        return block;
    }

    /** Offset of the first byte of {@link #block}. */
    public long blockStart() {
        return blockStart;
    }

    /** The rules that can match in what is in order, by their numbers. */
    public BitSet candidates() {
        return candidates;
    }

    /** The rules that have been told of this direction, by their numbers. */
    public BitSet told() {
        return told;
    }
}
