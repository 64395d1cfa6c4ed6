// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

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
 * The stores of one task, by name. The heap holds the decoded view of {@link #STATE}, and what input records changed is written to it before it is committed.
 */
public final class TaskStores {
    /** The segments of the {@link StateLog}, by number. */
    public static final String STATE = "state";
    /** Tells when that is: a {@link BeforeCommit}. */
    public static final String COMMITS = "commits";
    /** Keeps nothing but the process id. */
    private static final String ANCHOR = "anchor";

    private TaskStores() {}

    /** An in-memory store of bytes, sorted by key, with a changelog. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> logged(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelogSettings());
    }

    /** What a task of the classification needs. */
    public static List<StoreBuilder<? extends StateStore>> all() {
        return List.of(
                logged(STATE),
                new EmptyStore.Builder<>(COMMITS, BeforeCommit::new),
                new EmptyStore.Builder<>(ANCHOR, ProcessAnchor::new));
    }

    /**
     * Keys live seconds, so compaction must be eager, or a restore reads every pend there ever was; tombstones outlive
     * the longest restore.
     */
    private static Map<String, String> changelogSettings() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(32 << 20),
                TopicConfig.SEGMENT_MS_CONFIG, "600000",
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "600000",
                TopicConfig.DELETE_RETENTION_MS_CONFIG, "3600000");
    }
}
