// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A task's tables over one store of Kafka Streams. What changed in all of them between two commits is written as one segment, since a changelog costs by its
 * records and not by their bytes; what came and went in between is written nowhere.
 *
 * <p>Segments are numbered and never change. A newer one holds what replaces entries of older ones, so the log is cleaned from its old end: what still stands in the
 * oldest segments is written again with what changes anyway, and they are deleted. So the log holds at most twice what stands in it, and some. A deletion is an entry
 * too; it may go when it has come to the old end, for then nothing older is left that it could be needed against.
 *
 * <p>On the task's stream thread only.
 */
public final class StateLog {
    /** Well below the largest record that brokers take; one entry that is larger has a segment to itself. */
    private static final int MOST_SEGMENT_BYTES = 256 << 10;
    /** A log of fewer bytes is not worth cleaning. */
    private static final long CLEANED_FROM_BYTES = 1 << 20;
    /** How many bytes are cleaned for one that is written: more than two, so that cleaning comes to an end whatever is written. */
    private static final int CLEANED_PER_WRITTEN = 4;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<Bytes, Place> standing = new HashMap<>();
    private final Deque<Place> segments = new ArrayDeque<>();
    /** By the record in hand. */
    private final Map<Bytes, byte[]> changes = new LinkedHashMap<>();
    /** By records that are done. */
    private final Map<Bytes, byte[]> unwritten = new LinkedHashMap<>();

    private long nextSegment;
    private long loggedBytes;
    private long standingBytes;

    /** A segment and its bytes, or where a key stands and what its entry takes. */
    private record Place(long segment, int bytes) {}

    private StateLog(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * Opens what is stored.
     *
     * @throws IllegalStateException if it cannot be read
     */
    public static StateLog open(KeyValueStore<Bytes, byte[]> store) {
        StateLog log = new StateLog(store);
        log.forEachSegment((number, stored) -> {
            log.segments.addLast(new Place(number, stored.length));
            log.loggedBytes += stored.length;
            log.nextSegment = number + 1;
            StateSegment.read(stored, (key, value) -> log.stand(key, value, number));
        });
        return log;
    }

    /** Changes a value once the record in hand is done; null deletes it. */
    public void put(StateTable table, byte[] key, byte[] value) {
        changes.put(prefixed(table, key), value);
    }

    /** {@link #put} for one table. */
    public BiConsumer<byte[], byte[]> into(StateTable table) {
        return (key, value) -> put(table, key, value);
    }

    /** The record in hand is done: what it changed will be written. */
    public void keep() {
        changes.forEach((key, value) -> {
            if (value == null && !standing.containsKey(key)) {
                // It came and went unwritten, or never came: that is nobody's to know.
                unwritten.remove(key);
            } else {
                unwritten.put(key, value);
            }
        });
        changes.clear();
    }

    /**
     * Gives every entry of a table as records that are done left it, in the order of the keys' unsigned bytes. Writes what they changed and reads the whole log.
     */
    public void forEach(StateTable table, BiConsumer<byte[], byte[]> reader) {
        write();
        Map<Bytes, byte[]> entries = new TreeMap<>();
        forEachSegment((number, stored) -> StateSegment.read(stored, table, (key, value) -> {
            if (standsIn(number, key)) {
                entries.put(key, value);
            }
        }));
        entries.forEach((key, value) -> reader.accept(Arrays.copyOfRange(key.get(), 1, key.get().length), value));
    }

    /** Writes what was changed by records that are done and is not written yet. */
    public void write() {
        if (unwritten.isEmpty()) {
            return;
        }
        List<Place> cleaned = takeOldest();
        append();
        cleaned.forEach(segment -> store.delete(key(segment.segment())));
    }

    /** Takes the oldest segments off the log as far as it is due, and adds what stands in them to what is to be written. */
    private List<Place> takeOldest() {
        List<Place> cleaned = new ArrayList<>();
        long written = unwritten.entrySet().stream()
                .mapToLong(change -> StateSegment.size(change.getKey(), change.getValue()))
                .sum();
        long due = CLEANED_PER_WRITTEN * written;
        while (due > 0 && loggedBytes > Math.max(CLEANED_FROM_BYTES, 2 * standingBytes)) {
            Place oldest = segments.removeFirst();
            due -= oldest.bytes();
            loggedBytes -= oldest.bytes();
            cleaned.add(oldest);
            StateSegment.read(store.get(key(oldest.segment())), (key, value) -> {
                // A key that is to be deleted is in there with no value.
                if (standsIn(oldest.segment(), key) && !unwritten.containsKey(key)) {
                    unwritten.put(key, value);
                }
            });
        }
        return cleaned;
    }

    private void append() {
        Map<Bytes, byte[]> segment = new LinkedHashMap<>();
        int bytes = 0;
        for (Map.Entry<Bytes, byte[]> change : unwritten.entrySet()) {
            int size = StateSegment.size(change.getKey(), change.getValue());
            if (bytes > 0 && bytes + size > MOST_SEGMENT_BYTES) {
                append(segment, bytes);
                segment.clear();
                bytes = 0;
            }
            segment.put(change.getKey(), change.getValue());
            bytes += size;
        }
        append(segment, bytes);
        unwritten.clear();
    }

    private void append(Map<Bytes, byte[]> entries, int bytes) {
        long number = nextSegment++;
        byte[] stored = new byte[StateSegment.length(bytes)];
        ByteBuffer segment = StateSegment.begin(stored);
        entries.forEach((key, value) -> {
            StateSegment.add(segment, key, value);
            stand(key, value, number);
        });
        store.put(key(number), stored);
        segments.addLast(new Place(number, stored.length));
        loggedBytes += stored.length;
    }

    private void stand(Bytes key, byte[] value, long segment) {
        Place before;
        if (value == null) {
            before = standing.remove(key);
        } else {
            int size = StateSegment.size(key, value);
            before = standing.put(key, new Place(segment, size));
            standingBytes += size;
        }
        standingBytes -= before == null ? 0 : before.bytes();
    }

    private boolean standsIn(long segment, Bytes key) {
        Place place = standing.get(key);
        return place != null && place.segment() == segment;
    }

    private void forEachSegment(SegmentReader reader) {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(
                    entry -> reader.segment(ByteBuffer.wrap(entry.key.get()).getLong(), entry.value));
        }
    }

    @FunctionalInterface
    private interface SegmentReader {
        void segment(long number, byte[] stored);
    }

    private static Bytes prefixed(StateTable table, byte[] key) {
        byte[] whole = new byte[key.length + 1];
        whole[0] = table.letter();
        System.arraycopy(key, 0, whole, 1, key.length);
        return Bytes.wrap(whole);
    }

    /** Big-endian, so that the store's order of bytes is the log's. */
    private static Bytes key(long segment) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(segment).array());
    }
}
