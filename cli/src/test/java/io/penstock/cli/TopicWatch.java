// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireReader;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sees pended packets and answers as they come, whether committed or not, from when it is opened. One thread. */
final class TopicWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final WireReader wire = new WireReader();
    private long pended;
    private long answers;

    TopicWatch(String bootstrapServers, Collection<String> callouts) {
        this(Map.of("bootstrap.servers", bootstrapServers), callouts);
    }

    TopicWatch(Map<String, Object> client, Collection<String> callouts) {
        consumer = new KafkaConsumer<>(
                client, new ByteArrayDeserializer(), WireFormat.of(client).deserializer());
        List<TopicPartition> all = Stream.concat(callouts.stream().map(Topics::pended), Stream.of(Topics.COMPLETIONS))
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.endOffsets(all).forEach(consumer::seek);
    }

    /** Waits for that many more pended packets. */
    void awaitPended(long more) {
        long wanted = pended + more;
        while (pended < wanted) {
            read("pended packets");
        }
    }

    /** Waits for that many more answers. */
    void awaitAnswers(long more) {
        long wanted = answers + more;
        while (answers < wanted) {
            read("answers");
        }
    }

    private void read(String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var made = consumer.poll(POLL);
        while (made.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no more " + what + " within " + PATIENCE + "; seen " + pended
                        + " pended packets and " + answers + " answers");
            }
            made = consumer.poll(POLL);
        }
        made.forEach(record -> {
            if (record.topic().equals(Topics.COMPLETIONS)) {
                answers++;
            } else {
                pended += packets(record.value());
            }
        });
    }

    private int packets(byte[] value) {
        try {
            return wire.read(value) instanceof PendedBatch batch
                    ? batch.getPackets().size()
                    : 1;
        } catch (WireException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
