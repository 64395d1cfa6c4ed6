// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Names the nodes, the store and the topics of the counting sub-topology and connects them. */
public final class DiscardCounting {
    static final String STORE = "discard-sums";
    private static final String SOURCE = "discards-in";
    private static final String COUNT = "count-discards";
    private static final String SINK = "discard-counts-out";

    private DiscardCounting() {}

    /**
     * Adds the sub-topology.
     *
     * @param store keeps the sums; named {@code discard-sums}
     * @param window of packet time over which discards are summed
     * @param wire how records are framed
     */
    public static void addTo(
            Topology topology, StoreBuilder<KeyValueStore<Bytes, byte[]>> store, Duration window, WireFormat wire) {
        Serializer<byte[]> out = wire.serializer();
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                null,
                new ByteArrayDeserializer(),
                wire.deserializer(),
                Topics.DISCARDS);
        topology.addProcessor(COUNT, new Supplier(store, window), SOURCE);
        topology.addSink(SINK, Topics.DISCARD_COUNTS, keys(out), out, byOrigin(), COUNT);
    }

    /** The name that the store given to {@link #addTo} must have. */
    public static String storeName() {
        return STORE;
    }

    private static Serializer<CountRow> keys(Serializer<byte[]> out) {
        return (topic, row) -> out.serialize(topic, row.key());
    }

    @SuppressWarnings("removal")
    private static StreamPartitioner<CountRow, byte[]> byOrigin() {
        return (topic, row, value, numPartitions) -> Optional.of(Set.of(row.partition() % numPartitions));
    }

    private record Supplier(StoreBuilder<KeyValueStore<Bytes, byte[]>> store, Duration window)
            implements ProcessorSupplier<byte[], byte[], CountRow, byte[]> {

        @Override
        public Processor<byte[], byte[], CountRow, byte[]> get() {
            return new DiscardCountProcessor(window);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(store);
        }
    }
}
