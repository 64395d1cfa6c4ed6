// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** An export that is made while it is read, so that its size costs nothing; and what the heap holds meanwhile. */
final class EndlessExport extends InputStream {
    private static final long LOOK_EVERY = 40L << 20;

    private final IntFunction<String> item;
    private final long lengthBytes;
    private final byte[] end;
    private final long heapBefore = liveBytes();
    private byte[] block;
    private int at;
    private int items;
    private long given;
    private boolean ended;
    private long mostHeap;

    EndlessExport(String open, IntFunction<String> item, String close, long lengthBytes) {
        this.item = item;
        this.lengthBytes = lengthBytes;
        block = open.getBytes(StandardCharsets.UTF_8);
        end = close.getBytes(StandardCharsets.UTF_8);
    }

    private static long liveBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        while (at == block.length) {
            if (ended) {
                return -1;
            }
            ended = given >= lengthBytes;
            block = ended ? end : item.apply(items++).getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, to, offset, count);
        at += count;
        if ((given + count) / LOOK_EVERY != given / LOOK_EVERY) {
            mostHeap = Math.max(mostHeap, liveBytes() - heapBefore);
        }
        given += count;
        return count;
    }

    /** Most bytes that were alive more than at the start, looked at every 40 MiB. */
    long mostHeapBytes() {
        return mostHeap;
    }

    long givenBytes() {
        return given;
    }
}
