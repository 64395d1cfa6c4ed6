// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.PacketRow;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.WorkerGroup;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import io.penstock.worker.CompletionsRead.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that travel in one record share its lock, and nothing else. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class PacketsTogetherIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final int TOGETHER = 16;
    private static final long ODD_ONE = 7;
    private static final String THE_ODD_PEND = "pend-" + ODD_ONE;
    /** A killed worker gives up its lock at once. */
    private static final Duration LOCK = Duration.ofSeconds(15);

    private static final String DEADLY = "deadly";

    /** Does something with the packet's number, then permits. */
    private record Doing(String key, LongConsumer before) implements Callout {
        @Override
        public CalloutMode mode() {
            return CalloutMode.OUT_OF_BAND;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            before.accept(PacketRow.sequence(in.rows(), in.row()));
            out.permit(in);
        }
    }

    /** A worker that one packet brings down. */
    static final class DeadlyWorker {
        private DeadlyWorker() {}

        public static void main(String[] arguments) throws IOException {
            Doing callout = new Doing(DEADLY, number -> {
                if (number == ODD_ONE) {
                    Runtime.getRuntime().halt(1);
                }
            });
            try (CalloutWorker worker = CalloutWorker.start(config(arguments[0]), () -> callout, WorkerMetrics.NOOP)) {
                System.out.println("READY " + worker.calloutKey());
                while (System.in.read() >= 0) {
                    continue;
                }
            }
        }
    }

    private static WorkerConfig config(String bootstrapServers) {
        return WorkerConfig.of(
                        Map.of("bootstrap.servers", bootstrapServers),
                        "worker-" + ProcessHandle.current().pid())
                .withConcurrency(2)
                .withLock(LOCK);
    }

    @Test
    void shouldAnswerTheOthersWhileOneTakesItsTime() {
        String key = "one-is-slow";
        prepare(key);
        CountDownLatch goOn = new CountDownLatch(1);
        Doing callout = new Doing(key, number -> {
            if (number == ODD_ONE) {
                await(goOn);
            }
        });
        try (CalloutWorker worker =
                        CalloutWorker.start(config(KAFKA.bootstrapServers()), () -> callout, WorkerMetrics.NOOP);
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            Pends.sendTogether(KAFKA.bootstrapServers(), key, 0, TOGETHER);
            assertThat(read.until(answers -> answers.size() == TOGETHER - 1)).doesNotContainKey(THE_ODD_PEND);

            goOn.countDown();

            assertThat(read.until(answers -> answers.size() == TOGETHER).values())
                    .allSatisfy(answers -> assertThat(answers)
                            .singleElement()
                            .satisfies(answer -> assertThat(answer.completion().getDeliveryCount())
                                    .isEqualTo(1)));
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void shouldAnswerTheNeighboursOfAPacketThatBringsDownWhoeverDecidesIt() {
        prepare(DEADLY);
        Pends.sendTogether(KAFKA.bootstrapServers(), DEADLY, 0, TOGETHER);
        try (CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), DEADLY)) {
            Map<String, List<Answer>> answers = Map.of();
            while (!answers.containsKey(THE_ODD_PEND)) {
                try (ChildJvm worker = ChildJvm.start(DeadlyWorker.class, KAFKA.bootstrapServers())) {
                    answers = read.until(all -> !worker.isAlive() || all.containsKey(THE_ODD_PEND));
                }
            }

            assertKinds(answers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 4 6", "3 4 6", "3 5 7"})
    void shouldAnswerTheNeighboursThoughEverySecondDeliveryWentToNobody(String seen) {
        String key = "seen-at-" + seen.replace(' ', '-');
        prepare(key);
        Doing callout = new Doing(key, number -> {
            if (number == ODD_ONE) {
                throw new StackOverflowError("as if the worker ended here");
            }
        });
        WorkerConfig config = config(KAFKA.bootstrapServers());
        try (CompletionPublisher publisher = new CompletionPublisher(config, WorkerMetrics.NOOP);
                Crew crew = new Crew(
                        key,
                        List.of(new Decider(callout, config.worker(), publisher, WorkerMetrics.NOOP)),
                        LOCK,
                        WorkerMetrics.NOOP);
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            for (String delivery : seen.split(" ")) {
                BlockingQueue<AcknowledgeType> settled = new LinkedBlockingQueue<>();
                crew.decide(Pends.deliveredTogether(key, TOGETHER, Short.parseShort(delivery)), settled::add);
                takeFrom(settled);
            }
            assertKinds(read.until(answers -> answers.size() == TOGETHER));
        }
    }

    private static void assertKinds(Map<String, List<Answer>> answers) {
        assertThat(answers).hasSize(TOGETHER);
        answers.forEach(
                (pend, given) -> assertThat(given.getFirst().completion().getKind())
                        .as(pend)
                        .isEqualTo(pend.equals(THE_ODD_PEND) ? CompletionKind.FAILED : CompletionKind.PERMIT));
    }

    private static void prepare(String key) {
        try (Admin admin = KAFKA.admin()) {
            WorkerGroup.prepare(admin, key, CalloutDelivery.SHARED, LOCK);
        }
    }

    private static void takeFrom(BlockingQueue<AcknowledgeType> settled) {
        try {
            assertThat(settled.poll(LOCK.toSeconds(), TimeUnit.SECONDS))
                    .as("what becomes of the record")
                    .isNotNull();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void await(CountDownLatch goOn) {
        try {
            goOn.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
