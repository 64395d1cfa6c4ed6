// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.PipelineException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Has all instances of an application agree on what is asked and what is read for it: the first writes it down, a record for each partition, in one transaction
 * whose id fences rivals; the others find it there. One thread.
 */
final class PartOrders {
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ATTEMPTS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 300;

    private final ApplicationTopics topics;
    private final Supplier<SortedMap<Integer, String>> committed;
    private final Supplier<Producer<byte[], byte[]>> producers;

    PartOrders(KafkaClientSettings kafka, ApplicationTopics topics) {
        this(topics, () -> committed(kafka, topics), () -> producer(kafka, topics));
    }

    /**
     * An agreement over other clients.
     *
     * @param committed reads the orders that stand committed, by partition
     * @param producers each with the transactional id of the application
     */
    PartOrders(
            ApplicationTopics topics,
            Supplier<SortedMap<Integer, String>> committed,
            Supplier<Producer<byte[], byte[]>> producers) {
        this.topics = topics;
        this.committed = committed;
        this.producers = producers;
    }

    /**
     * What is read, as all instances have it.
     *
     * @param question what is asked, in lines
     * @param fresh what would be read if nobody had begun
     * @throws OtherQuestionException if the application answers another question
     */
    List<ReadOffsets> agree(List<String> question, Supplier<List<ReadOffsets>> fresh) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SortedMap<Integer, String> written = committed.get();
            if (written.size() == topics.partitions()) {
                return offsets(written, question);
            }
            if (!write(question, fresh)) {
                // Two that fence each other all the time would come to nothing.
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS));
            }
        }
        throw new PipelineException("others keep " + topics.parts() + " from being written", null);
    }

    private List<ReadOffsets> offsets(SortedMap<Integer, String> written, List<String> question) {
        List<ReadOffsets> offsets = new ArrayList<>();
        for (String order : written.values()) {
            List<String> lines = order.lines().toList();
            if (!lines.subList(0, lines.size() - 1).equals(question)) {
                throw new OtherQuestionException(topics.applicationId()
                        + ": answers another question (cluster, policies, range, whether lines are wanted);"
                        + " take another id");
            }
            offsets.add(ReadOffsets.parse(lines.getLast()));
        }
        return offsets;
    }

    /** False where a rival came in between. */
    private boolean write(List<String> question, Supplier<List<ReadOffsets>> fresh) {
        try (Producer<byte[], byte[]> producer = producers.get()) {
            producer.initTransactions();
            // Whoever was fenced may have been done. A commit shows partition by partition, but in all of them before a
            // successor is let in.
            SortedMap<Integer, String> before = committed.get();
            if (before.isEmpty()) {
                send(producer, question, fresh.get());
            } else if (before.size() < topics.partitions()) {
                throw new PipelineException(topics.parts() + " has lost records; take another id", null);
            }
            return true;
        } catch (KafkaException fenced) {
            return false;
        }
    }

    private void send(Producer<byte[], byte[]> producer, List<String> question, List<ReadOffsets> offsets) {
        producer.beginTransaction();
        for (int p = 0; p < offsets.size(); p++) {
            String order = String.join("\n", question) + "\n" + offsets.get(p).line();
            producer.send(new ProducerRecord<>(topics.parts(), p, null, order.getBytes(StandardCharsets.UTF_8)));
        }
        producer.commitTransaction();
    }

    private static Producer<byte[], byte[]> producer(KafkaClientSettings kafka, ApplicationTopics topics) {
        Map<String, Object> settings = kafka.client();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.applicationId() + "-orders");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static SortedMap<Integer, String> committed(KafkaClientSettings kafka, ApplicationTopics topics) {
        SortedMap<Integer, String> written = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = PartitionReader.consumer(kafka)) {
            List<TopicPartition> all = topics.assign(consumer, topics.parts());
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    written.putIfAbsent(record.partition(), new String(record.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return written;
    }
}
