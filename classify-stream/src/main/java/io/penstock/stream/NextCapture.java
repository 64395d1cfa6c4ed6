// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Records of {@code penstock.packets} of hosts whose capture before has ended while something of it waits for a callout: they wait too, in order, so that what a
 * flow's packets meet does not depend on how fast workers answer (ARCHITECTURE 3). On the task's stream thread only.
 */
final class NextCapture {
    /** Beyond it a host's records go on among the flows that are there. */
    private static final long MOST_BYTES = 64L << 20;

    private static final CaptureEnds.Over FLOWS_GO_ON = (agent, host, incarnation) -> {};

    private final TreeMap<Long, Waiting> records = new TreeMap<>();
    private final Map<Long, Waiting> dirty = new TreeMap<>();
    private final Map<String, Integer> byHost = new HashMap<>();
    private final CaptureEnds ends;
    private final Predicate<String> waits;
    private final CaptureEnds.Over over;
    private long bytes;

    /**
     * A record as it came.
     *
     * @param incarnation of the agent
     * @param offset its place in its partition
     * @param revision the policy's under which it arrived
     */
    record Waiting(String host, long incarnation, long offset, long publishTimeMs, long revision, byte[] value) {}

    /**
     * Starts with nothing.
     *
     * @param waits whether something of a host waits here
     * @param over ends a host's capture here
     */
    NextCapture(CaptureEnds ends, Predicate<String> waits, CaptureEnds.Over over) {
        this.ends = ends;
        this.waits = waits;
        this.over = over;
    }

    /**
     * Whether a record that has come has to wait; then it is kept. If it need not, its host's capture before is at its end here.
     *
     * @param follower processes records that waited and have to go first
     */
    boolean takes(Waiting record, Consumer<Waiting> follower) {
        String host = record.host();
        if (!byHost.containsKey(host) && isFree(host, record.incarnation())) {
            return false;
        }
        if (bytes + record.value().length <= MOST_BYTES) {
            enter(record);
            dirty.put(record.offset(), record);
            return true;
        }
        ends.leave(host, FLOWS_GO_ON);
        while (byHost.containsKey(host)) {
            follower.accept(take(first(host)));
            ends.leave(host, FLOWS_GO_ON);
        }
        return false;
    }

    /** Lets records follow whose host's capture before is at its end now. */
    void follow(Consumer<Waiting> follower) {
        List<String> hosts =
                records.values().stream().map(Waiting::host).distinct().toList();
        for (String host : hosts) {
            while (byHost.containsKey(host) && isFree(host, first(host).incarnation())) {
                follower.accept(take(first(host)));
            }
        }
    }

    private boolean isFree(String host, long incarnation) {
        if (!ends.isEndingBefore(host, incarnation)) {
            return true;
        }
        if (waits.test(host)) {
            return false;
        }
        ends.leave(host, over);
        return true;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    private void enter(Waiting record) {
        records.put(record.offset(), record);
        byHost.merge(record.host(), 1, Integer::sum);
        bytes += record.value().length;
    }

    private Waiting first(String host) {
        return records.values().stream()
                .filter(record -> record.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private Waiting take(Waiting record) {
        records.remove(record.offset());
        byHost.computeIfPresent(record.host(), (key, count) -> count == 1 ? null : count - 1);
        bytes -= record.value().length;
        dirty.put(record.offset(), null);
        return record;
    }

    /** The revisions under which records wait. */
    Set<Long> revisionsInUse() {
        return records.values().stream().map(Waiting::revision).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    void drainDirty(BiConsumer<byte[], byte[]> store) {
        dirty.forEach((offset, record) ->
                store.accept(ByteBuffer.allocate(Long.BYTES).putLong(offset).array(), encode(record)));
        dirty.clear();
    }

    private static byte[] encode(Waiting record) {
        if (record == null) {
            return null;
        }
        byte[] host = record.host().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES + host.length + record.value().length)
                .putLong(record.incarnation())
                .putLong(record.publishTimeMs())
                .putLong(record.revision())
                .putInt(host.length)
                .put(host)
                .put(record.value())
                .array();
    }

    void restore(byte[] key, byte[] value) {
        ByteBuffer fields = ByteBuffer.wrap(value);
        long incarnation = fields.getLong();
        long publishTimeMs = fields.getLong();
        long revision = fields.getLong();
        byte[] host = new byte[fields.getInt()];
        fields.get(host);
        enter(new Waiting(
                new String(host, StandardCharsets.UTF_8),
                incarnation,
                ByteBuffer.wrap(key).getLong(),
                publishTimeMs,
                revision,
                Arrays.copyOfRange(value, fields.position(), value.length)));
    }
}
