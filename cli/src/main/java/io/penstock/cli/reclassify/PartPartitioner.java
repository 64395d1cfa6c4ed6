// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends a part's result to the partition that has its number. Stateless: one instance serves every task. */
final class PartPartitioner implements StreamPartitioner<Integer, byte[]> {

    /** The only abstract method, so it must be here; Kafka 4.4 calls it by way of the one that also sees headers. */
    @Override
    @SuppressWarnings("removal")
    public Optional<Set<Integer>> partitions(String topic, Integer part, byte[] value, int partitions) {
        return Optional.of(Set.of(part));
    }
}
