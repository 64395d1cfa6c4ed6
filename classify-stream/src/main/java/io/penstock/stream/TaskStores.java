// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of one task, by name. Each is a logged in-memory key-value store whose keys and values are bytes; the heap
 * holds the decoded view, and what an input record changed is written here before {@code process} returns.
 */
final class TaskStores {
    /** Flows, by {@code FlowKey}. */
    static final String FLOWS = "flows";
    /** Fragments of datagrams that are not whole yet, one value per fragment. */
    static final String FRAGMENTS = "fragments";
    /** TCP streams: a small entry per flow and direction, and one per segment that waits behind a gap. */
    static final String STREAMS = "streams";
    /** What stream callouts have come to: a small entry per flow, and one per stretch of bytes that wait for them. */
    static final String STREAM_CALLOUTS = "stream-callouts";
    /** How far edited streams have left, and what was edited: a small entry per flow. */
    static final String SEGMENTS = "segments";
    /** Progress per agent, policy revisions, registered callouts, the multicast index, local endpoints: few keys, long lives. */
    static final String TASK = "task";
    /** Pended work, by pend id. */
    static final String PENDS = "pends";
    /** Packets that wait behind pended work, one per key. */
    static final String HELD = "held";
    /** Keeps nothing but the process id. */
    static final String ANCHOR = "anchor";

    private TaskStores() {}

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> logged(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelogSettings());
    }

    /** The same without an order of keys, for many of them: nobody asks for a range of flows. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> hashed(String name) {
        return Stores.keyValueStoreBuilder(new HashedStore.Supplier(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelogSettings());
    }

    static List<StoreBuilder<? extends StateStore>> all() {
        return List.of(
                hashed(FLOWS),
                logged(FRAGMENTS),
                hashed(STREAMS),
                hashed(STREAM_CALLOUTS),
                hashed(SEGMENTS),
                logged(TASK),
                logged(PENDS),
                logged(HELD),
                new ProcessAnchor.Builder(ANCHOR));
    }

    /**
     * Keys live seconds, so compaction must be eager, or a restore reads every pend there ever was; tombstones outlive
     * the longest restore.
     */
    static Map<String, String> changelogSettings() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(32 << 20),
                TopicConfig.SEGMENT_MS_CONFIG, "600000",
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "600000",
                TopicConfig.DELETE_RETENTION_MS_CONFIG, "3600000");
    }
}
