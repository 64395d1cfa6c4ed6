// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.reclassify.PacketFeed;
import io.penstock.reclassify.Part;
import io.penstock.schemas.Topics;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of the packets, between offsets that are fixed.
 *
 * @param kafka where it is
 * @param partition its number, 0 and up
 * @param offsets what is read of it
 * @param log told of what is read
 */
record TopicPart(KafkaClientSettings kafka, int partition, ReadOffsets offsets, ReadLog log) implements Part {
    @Override
    public String name() {
        return Topics.PACKETS + "-" + partition;
    }

    @Override
    public PacketFeed open() {
        PartitionReader packets = reader(Topics.PACKETS, offsets.from(), offsets.end());
        PartitionReader verdicts = reader(Topics.VERDICTS, offsets.verdictsFrom(), offsets.verdictsEnd());
        PartitionReader answers = reader(Topics.COMPLETIONS, offsets.completionsFrom(), offsets.completionsEnd());
        return new TopicFeed(packets, new RecordedVerdicts(partition, verdicts, new RecordedCompletions(answers)), log);
    }

    private PartitionReader reader(String topic, long from, long end) {
        return new PartitionReader(kafka, new TopicPartition(topic, partition), from, end);
    }
}
