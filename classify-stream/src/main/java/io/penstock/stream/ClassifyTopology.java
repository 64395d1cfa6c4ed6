// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Topics;
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
     * @param config the window of the discard counts
     */
    static Topology build(
            ProcessorSupplier<byte[], byte[], byte[], byte[]> classify,
            TimestampExtractor completionTime,
            ClassifyConfig config) {
        Topology topology = new Topology();
        addSource(topology, "packets-in", Topics.PACKETS, null);
        addSource(topology, "completions-in", Topics.COMPLETIONS, completionTime);
        addSource(topology, "reinjections-in", Topics.REINJECTIONS, new ReinjectionTime());
        topology.addProcessor(CLASSIFY, classify, "packets-in", "completions-in", "reinjections-in");
        for (Output output : Output.values()) {
            addSink(topology, output);
        }
        DiscardCounting.addTo(topology, TaskStores.logged(DiscardCounting.storeName()), config.countWindow());
        return topology;
    }

    private static void addSource(Topology topology, String name, String topic, TimestampExtractor extractor) {
        topology.addSource(AutoOffsetReset.earliest(), name, extractor, bytesIn(), bytesIn(), topic);
    }

    private static void addSink(Topology topology, Output output) {
        if (output == Output.PENDED) {
            topology.addSink(
                    output.nodeName(),
                    new PendedTopicName(),
                    bytesOut(),
                    bytesOut(),
                    new OriginPartitioner(),
                    CLASSIFY);
        } else if (output.byOrigin()) {
            topology.addSink(
                    output.nodeName(), output.topic(), bytesOut(), bytesOut(), new OriginPartitioner(), CLASSIFY);
        } else {
            topology.addSink(output.nodeName(), output.topic(), bytesOut(), bytesOut(), CLASSIFY);
        }
    }

    private static Deserializer<byte[]> bytesIn() {
        return new ByteArrayDeserializer();
    }

    private static Serializer<byte[]> bytesOut() {
        return new ByteArraySerializer();
    }
}
