// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What the streams of a table hold together, and which of their entries a store has yet to learn of. One thread. */
final class StreamChanges {
    private final List<HalfStream> dirty = new ArrayList<>();
    private final List<HeldSegment> fresh = new ArrayList<>();
    private final List<byte[]> removed = new ArrayList<>();
    private long heldBytes;

    long heldBytes() {
        return heldBytes;
    }

    void touch(HalfStream half) {
        if (!half.dirty) {
            half.dirty = true;
            dirty.add(half);
        }
    }

    void hold(HeldSegment segment) {
        restore(segment);
        fresh.add(segment);
    }

    void restore(HeldSegment segment) {
        segment.half.add(segment);
        heldBytes += segment.retainedBytes();
    }

    void release(HeldSegment segment) {
        segment.half.remove(segment);
        heldBytes -= segment.retainedBytes();
        segment.gone = true;
        if (segment.stored) {
            removed.add(StreamCodec.key(segment));
        }
    }

    /** Forgets a direction that holds nothing any more. */
    void forget(HalfStream half) {
        half.gone = true;
        if (half.stored) {
            removed.add(StreamCodec.key(half));
        }
    }

    void drain(BiConsumer<byte[], byte[]> store) {
        removed.forEach(key -> store.accept(key, null));
        removed.clear();
        for (HalfStream half : dirty) {
            half.dirty = false;
            if (!half.gone) {
                half.stored = true;
                store.accept(StreamCodec.key(half), StreamCodec.encode(half));
            }
        }
        dirty.clear();
        for (HeldSegment segment : fresh) {
            if (!segment.gone) {
                segment.stored = true;
                store.accept(StreamCodec.key(segment), StreamCodec.encode(segment));
            }
        }
        fresh.clear();
    }

    void clear() {
        dirty.clear();
        fresh.clear();
        removed.clear();
        heldBytes = 0;
    }
}
