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
 * @param recorded whether the recorded verdicts are wanted
 * @param log told of what is read
 */
record TopicPart(KafkaClientSettings kafka, int partition, ReadOffsets offsets, boolean recorded, ReadLog log)
        implements Part {
    @Override
    public String name() {
        return Topics.PACKETS + "-" + partition;
    }

    @Override
    public PacketFeed open() {
        PartitionReader packets = new PartitionReader(
                kafka, new TopicPartition(Topics.PACKETS, partition), offsets.from(), offsets.end());
        if (!recorded) {
            return new TopicFeed(packets, null, log);
        }
        PartitionReader verdicts = new PartitionReader(
                kafka, new TopicPartition(Topics.VERDICTS, partition), offsets.verdictsFrom(), offsets.verdictsEnd());
        return new TopicFeed(packets, new RecordedVerdicts(verdicts), log);
    }
}
