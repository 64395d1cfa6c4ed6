// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How one topic is made. The number of copies is the brokers' default, the operator's to choose.
 *
 * @param name its name, public API
 * @param spread how many partitions it has
 * @param cleanup whether old records go by age or by a newer one of the same key
 * @param kept how long records are kept, by publish time; of a compacted topic only what has been deleted goes
 */
public record CatalogueTopic(String name, Spread spread, Cleanup cleanup, Duration kept) {
    /** How many partitions a topic has. */
    public enum Spread {
        /** As many as {@code penstock.packets}: records meet their flow's state, or keep its order. */
        BY_FLOW,
        /** One: few records, or such that any worker may take. */
        SINGLE
    }

    /** What makes a record go. */
    public enum Cleanup {
        /** Its age. */
        BY_AGE,
        /** A newer record of the same key. */
        COMPACTED
    }

    /** Changelog-like topics are compacted soon, so that whoever reads them from the start reads little. */
    private static final Duration COMPACTED_WITHIN = Duration.ofMinutes(10);

    int partitions(int flowPartitions) {
        return spread == Spread.BY_FLOW ? flowPartitions : 1;
    }

    /**
     * The topic as Kafka is asked to make it.
     *
     * @param flowPartitions of the topics that are spread by flow
     */
    public NewTopic toCreate(int flowPartitions) {
        return new NewTopic(name, Optional.of(partitions(flowPartitions)), Optional.empty()).configs(settings());
    }

    /** Publish time is the brokers' time: capture time would let old captures be deleted at once. */
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        if (cleanup == Cleanup.COMPACTED) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(kept.toMillis()));
            settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(COMPACTED_WITHIN.toMillis()));
            settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(COMPACTED_WITHIN.toMillis()));
        } else {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(kept.toMillis()));
        }
        return settings;
    }
}
