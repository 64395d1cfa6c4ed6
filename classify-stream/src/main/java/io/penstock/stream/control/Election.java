// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A writer's place in a consumer group, which its transaction commits offsets in: the group's coordinator refuses them, and with them the transaction, once the
 * partition is another member's.
 *
 * @param offsets what to commit, one partition at least
 * @param member the writer's member and generation
 */
public record Election(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
    public Election {
        offsets = Map.copyOf(offsets);
    }
}
