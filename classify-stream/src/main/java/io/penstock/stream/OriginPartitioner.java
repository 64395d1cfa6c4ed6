// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends a record to the partition that its {@link OriginKey} names, or to the only one. Stateless: one instance serves every task. */
final class OriginPartitioner implements StreamPartitioner<byte[], byte[]> {

    /** The only abstract method, so it must be here; Kafka 4.4 calls it by way of the one that also sees headers. */
    @Override
    @SuppressWarnings("removal")
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        return Optional.of(Set.of(OriginKey.partition(key) % numPartitions));
    }
}
