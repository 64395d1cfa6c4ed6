// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutLiveness;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyDocumentRecord;
import io.penstock.schemas.PolicyPointer;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.testsupport.KafkaExtension;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a worker hears of policies, and what it tells of itself. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class WorkerNewsIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final String KEY = "listens";

    private record Listening(BlockingQueue<String> heard) implements Callout {
        @Override
        public String key() {
            return KEY;
        }

        @Override
        public CalloutMode mode() {
            return CalloutMode.OUT_OF_BAND;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            out.permit(in);
        }

        @Override
        public boolean notify(Filter filter, boolean added) {
            // A deletion is told without the key (spec 5.5).
            heard.add(added ? "added " + filter.filterKey() : "deleted, key " + filter.filterKey());
            return true;
        }
    }

    @Test
    void shouldHearOfFiltersThatComeAndGoButNotThatThoseBeforeWereAdded() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        activate(1, policy("stood-before"));
        try (CalloutWorker worker = worker(heard)) {
            activate(2, policy("stood-before", "fresh"));
            activate(3, policy("fresh"));

            assertThat(heard.take()).isEqualTo("added fresh");
            assertThat(heard.take()).isEqualTo("deleted, key null");
            assertThat(worker.failure()).isEmpty();
        }
        activate(4, policy());
    }

    @Test
    void shouldSayThatItIsAliveUntilItIsClosed() {
        String key = "worker/" + KEY + "/one";
        try (KafkaConsumer<byte[], byte[]> callouts = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            callouts.assign(List.of(new TopicPartition(Topics.CALLOUTS, 0)));
            try (CalloutWorker worker = worker(new LinkedBlockingQueue<>())) {
                assertThat(worker.failure()).isEmpty();
                await(callouts, record -> key(record).equals(key) && inHand(record) == 0);
            }
            await(callouts, record -> key(record).equals(key) && record.value() == null);
        }
    }

    private static void await(
            KafkaConsumer<byte[], byte[]> consumer, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (wanted.test(record)) {
                    return;
                }
            }
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private static int inHand(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null
                    ? -1
                    : AvroWire.decode(CalloutLiveness.class, record.value()).getInFlight();
        } catch (WireException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static CalloutWorker worker(BlockingQueue<String> heard) {
        WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), "one")
                .withConcurrency(1);
        return CalloutWorker.start(config, () -> new Listening(heard), WorkerMetrics.NOOP);
    }

    private static Policy policy(String... filterKeys) throws PolicyErrors {
        StringBuilder document = new StringBuilder("policy: test\ncallouts:\n  - calloutKey: " + KEY
                + "\n    applicableLayer: FWPM_LAYER_DATAGRAM_DATA_V4\nfilters: ");
        document.append(filterKeys.length == 0 ? "[]\n" : "\n");
        for (String key : filterKeys) {
            document.append("  - filterKey: ")
                    .append(key)
                    .append("\n    layerKey: FWPM_LAYER_DATAGRAM_DATA_V4\n    action: { type: "
                            + "FWP_ACTION_CALLOUT_TERMINATING, calloutKey: " + KEY + " }\n");
        }
        return PolicyDocument.parse("test", document.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** As whoever activates a policy writes it: the document, then the pointer, in one go. */
    private static void activate(long revision, Policy policy) {
        byte[] document = PolicyDocument.yaml(policy).getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            put(
                    producer,
                    "version/" + policy.version(),
                    AvroWire.encode(new PolicyDocumentRecord(
                            policy.version(),
                            "default",
                            ByteBuffer.wrap(DocumentEncoding.deflate(document)),
                            DocumentEncoding.DEFLATE)));
            put(
                    producer,
                    "active/default",
                    AvroWire.encode(
                            new PolicyPointer("default", policy.version(), revision, "", "", -1, 0L, List.of())));
        }
    }

    private static void put(KafkaProducer<byte[], byte[]> producer, String key, byte[] value) {
        producer.send(new ProducerRecord<>(Topics.POLICY, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
