// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import io.penstock.stream.counts.DiscardCounting;
import io.penstock.stream.state.TaskStores;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * Names the nodes, stores and topics of the topology and connects them; it decides nothing.
 *
 * <p>Sources deliver bytes: decoding happens in the processor, so that a bad record is our decision. Every name is
 * explicit, because changelogs and state directories are called after them.
 */
public final class ClassifyTopology {
    static final String CLASSIFY = "classify";

    private ClassifyTopology() {}

    /**
     * Builds the topology.
     *
     * @param classify makes one processor per task
     * @param config the window of the discard counts, and how records are framed
     */
    static Topology build(
            ProcessorSupplier<byte[], byte[], byte[], byte[]> classify,
            TimestampExtractor completionTime,
            ClassifyConfig config) {
        Topology topology = new Topology();
        WireFormat wire = WireFormat.of(config.clientProperties());
        Deserializer<byte[]> in = wire.deserializer();
        addSource(topology, "packets-in", Topics.PACKETS, null, in);
        addSource(topology, "completions-in", Topics.COMPLETIONS, completionTime, in);
        addSource(topology, "reinjections-in", Topics.REINJECTIONS, new ReinjectionTime(), in);
        topology.addProcessor(CLASSIFY, classify, "packets-in", "completions-in", "reinjections-in");
        Serializer<byte[]> out = wire.serializer();
        for (Output output : Output.values()) {
            addSink(topology, output, out);
        }
        DiscardCounting.addTo(topology, TaskStores.logged(DiscardCounting.storeName()), config.countWindow(), wire);
        return topology;
    }

    private static void addSource(
            Topology topology, String name, String topic, TimestampExtractor extractor, Deserializer<byte[]> values) {
        topology.addSource(AutoOffsetReset.earliest(), name, extractor, new ByteArrayDeserializer(), values, topic);
    }

    private static void addSink(Topology topology, Output output, Serializer<byte[]> values) {
        if (output == Output.PENDED) {
            topology.addSink(
                    output.nodeName(), new PendedTopicName(), keys(), values, new OriginPartitioner(), CLASSIFY);
        } else if (output.byOrigin()) {
            topology.addSink(output.nodeName(), output.topic(), keys(), values, new OriginPartitioner(), CLASSIFY);
        } else {
            topology.addSink(output.nodeName(), output.topic(), keys(), values, CLASSIFY);
        }
    }

    private static Serializer<byte[]> keys() {
        return new ByteArraySerializer();
    }
}
