// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import io.penstock.worker.signature.SignatureInspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
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

@Timeout(value = 150, unit = TimeUnit.SECONDS)
class CalloutWorkerIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final int MANY = 300;

    @Test
    void shouldAnswerEveryPendAtItsPartitionOfOriginEvenThoseFromBeforeTheFirstWorker() {
        String key = "answers";
        pend(key, 0, MANY);
        try (CalloutWorker worker = worker(key, Duration.ofSeconds(5), () -> {});
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            read.until(answers -> answers.size() == MANY).forEach((id, answers) -> {
                Completion completion = answers.getFirst().completion();
                long number = Long.parseLong(id.substring("pend-".length()));
                assertThat(answers).as(id).hasSize(1);
                assertThat(answers.getFirst().partition()).isEqualTo((int) (number % Pends.PARTITIONS));
                assertThat(completion.getDigest()).isEqualTo(77 * number);
                assertThat(completion.getPublishTimeMs()).isEqualTo(1_000 + number);
                assertThat(completion.getWorker()).isEqualTo("worker");
                assertThat(completion.getKind())
                        .isEqualTo(number % 2 == 0 ? CompletionKind.PERMIT : CompletionKind.BLOCK);
                assertThat(completion.getFindings()).hasSize((int) (number % 2));
            });
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void shouldLeaveNoPendUnansweredWhenAWorkerIsKilled() {
        answerAllWhile("killed", ChildJvm::kill);
    }

    @Test
    void shouldLeaveNoPendUnansweredWhenAWorkerIsFrozen() {
        answerAllWhile("frozen", ChildJvm::freeze);
    }

    private static void answerAllWhile(String key, Consumer<ChildJvm> fault) {
        prepare(key);
        try (ChildJvm first = ChildJvm.start(WorkerProcess.class, KAFKA.bootstrapServers(), key, "20");
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            first.awaitLine("READY ", Duration.ofSeconds(60));
            pend(key, 0, MANY);
            read.until(answers -> answers.size() >= MANY / 10);
            try (CalloutWorker second = worker(key, Duration.ofSeconds(2), () -> {})) {
                fault.accept(first);
                read.until(answers -> answers.size() == MANY);
                assertThat(second.failure()).isEmpty();
            }
            first.kill();
        }
    }

    @Test
    void shouldBlockAPayloadWithASignatureAndSayWhich() {
        String key = new SignatureInspection().key();
        prepare(key);
        send(
                Topics.pended(key),
                Pends.wire(Pends.pended(key, 0, "something evil this way comes")),
                Pends.wire(Pends.pended(key, 1, "harmless")));
        WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), "inspector")
                .withLock(Duration.ofSeconds(5));
        try (CalloutWorker worker = CalloutWorker.start(config, SignatureInspection::new, WorkerMetrics.NOOP);
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            Map<String, List<CompletionsRead.Answer>> answers = read.until(all -> all.size() == 2);
            Completion matched = answers.get("pend-0").getFirst().completion();
            assertThat(matched.getKind()).isEqualTo(CompletionKind.BLOCK);
            assertThat(matched.getFindings())
                    .singleElement()
                    .satisfies(found -> assertThat(found.toString()).contains("evil"));
            assertThat(answers.get("pend-1").getFirst().completion().getKind()).isEqualTo(CompletionKind.PERMIT);
            assertThat(worker.failure()).isEmpty();
        }
    }

    @SpecRule("10 G15")
    @Test
    void shouldTakeNothingMoreWhenItIsClosedAndLeaveNoPendUnanswered() throws InterruptedException {
        String key = "closes";
        prepare(key);
        pend(key, 0, MANY);
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CalloutWorker first = worker(key, Duration.ofSeconds(5), () -> {
            asked.incrementAndGet();
            begun.countDown();
        });
        begun.await();
        first.close();
        int before = asked.get();
        try (CalloutWorker second = worker(key, Duration.ofSeconds(5), () -> {});
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            assertThat(read.until(answers -> answers.size() == MANY)).hasSize(MANY);
            assertThat(asked).as("after it was closed nobody asks its callout").hasValue(before);
            assertThat(first.failure()).isEmpty();
            assertThat(second.failure()).isEmpty();
        }
    }

    @Test
    void shouldKeepAPacketThatTakesLongerThanTheLock() {
        String key = "slow";
        prepare(key);
        AtomicInteger asked = new AtomicInteger();
        try (CalloutWorker worker = worker(key, Duration.ofSeconds(2), () -> {
                    asked.incrementAndGet();
                    LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
                });
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            pend(key, 0, 1);
            List<CompletionsRead.Answer> answers =
                    read.until(all -> all.size() == 1).values().iterator().next();
            assertThat(answers).hasSize(1);
            assertThat(answers.getFirst().completion().getDeliveryCount()).isEqualTo(1);
            assertThat(asked).hasValue(1);
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void shouldAnswerFailedAtTheLastDeliveryInsteadOfLettingAPacketVanish() {
        String key = "poison";
        prepare(key);
        AtomicInteger asked = new AtomicInteger();
        try (CalloutWorker worker = worker(key, Duration.ofSeconds(5), () -> {
                    asked.incrementAndGet();
                    throw new StackOverflowError("too deep for this worker");
                });
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            pend(key, 0, 1);
            Completion completion = read.until(answers -> answers.size() == 1)
                    .values()
                    .iterator()
                    .next()
                    .getFirst()
                    .completion();
            assertThat(completion.getKind()).isEqualTo(CompletionKind.FAILED);
            assertThat(completion.getReason()).isEqualTo("given up at delivery " + WorkerGroup.DELIVERIES);
            assertThat(asked).hasValue(WorkerGroup.DELIVERIES - 1);
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void shouldAnswerFailedWhenTheCalloutThrowsOrTheItemIsDamaged() {
        String key = "throws";
        prepare(key);
        try (CalloutWorker worker = worker(key, Duration.ofSeconds(5), () -> {
                    throw new IllegalStateException("no such table");
                });
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            pend(key, 0, 1);
            send(Topics.pended(key), Pends.wire(Pends.pended(key, 1, new byte[] {9, 9, 9})));
            Map<String, List<CompletionsRead.Answer>> answers = read.until(all -> all.size() == 2);
            assertThat(answers.values())
                    .allSatisfy(each ->
                            assertThat(each.getFirst().completion().getKind()).isEqualTo(CompletionKind.FAILED));
            assertThat(answers.get("pend-0").getFirst().completion().getReason())
                    .contains("no such table");
            assertThat(answers.get("pend-1").getFirst().completion().getReason())
                    .contains("item record");
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void shouldPutWhatIsNoRecordIntoTheDeadLettersAndGoOn() {
        String key = "garbage";
        prepare(key);
        byte[] garbage = {1, 2, 3};
        send(Topics.pended(key), garbage);
        pend(key, 0, 1);
        try (CalloutWorker worker = worker(key, Duration.ofSeconds(5), () -> {});
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            read.until(answers -> answers.size() == 1);
            ConsumerRecord<byte[], byte[]> letter = firstDeadLetter();
            assertThat(letter.value()).isEqualTo(garbage);
            assertThat(new String(
                            letter.headers()
                                    .lastHeader("__streams.errors.message")
                                    .value(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("3 bytes, 10 needed for the header");
            assertThat(worker.failure()).isEmpty();
        }
    }

    private static CalloutWorker worker(String key, Duration lock, Runnable before) {
        WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), "worker")
                .withLock(lock);
        return CalloutWorker.start(config, () -> new NumberedCallout(key, before), WorkerMetrics.NOOP);
    }

    private static void prepare(String key) {
        try (Admin admin = KAFKA.admin()) {
            WorkerGroup.prepare(admin, key, CalloutDelivery.SHARED, Duration.ofSeconds(5));
        }
    }

    private static void pend(String key, int from, int to) {
        try (Admin admin = KAFKA.admin()) {
            TopicCatalogue.createPended(admin, key, CalloutDelivery.SHARED);
        }
        List<byte[]> values = new ArrayList<>();
        for (int number = from; number < to; number++) {
            values.add(Pends.wire(Pends.pended(key, number, "payload " + number)));
        }
        send(Topics.pended(key), values.toArray(byte[][]::new));
    }

    private static void send(String topic, byte[]... values) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(topic, value));
            }
        }
    }

    private static ConsumerRecord<byte[], byte[]> firstDeadLetter() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    return letter;
                }
            }
        }
    }
}
