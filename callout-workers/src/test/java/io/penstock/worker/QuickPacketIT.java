// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.PacketRow;
import io.penstock.testsupport.KafkaExtension;
import io.penstock.worker.CompletionsRead.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packets that are decided quickly are decided by the thread that has fetched them, which has locks to renew and must not be held up. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class QuickPacketIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final Duration LOCK = Duration.ofSeconds(2);
    /** Each after half a lock, so the lock of what is held has passed by then. */
    private static final int RENEWALS = 4;

    /** The first packet that a lane's own thread decides is held: which one that is, until when, and whether it was interrupted. */
    private record Held(
            AtomicBoolean taken,
            CompletableFuture<Long> number,
            CountDownLatch goOn,
            CompletableFuture<Boolean> interrupted) {
        static Held none() {
            return new Held(
                    new AtomicBoolean(), new CompletableFuture<>(), new CountDownLatch(1), new CompletableFuture<>());
        }

        void pass(long packet) {
            // The crew's threads are virtual.
            if (!Thread.currentThread().isVirtual() && taken.compareAndSet(false, true)) {
                number.complete(packet);
                try {
                    goOn.await();
                    interrupted.complete(false);
                } catch (InterruptedException closed) {
                    interrupted.complete(true);
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private record Holding(String key, Held held) implements Callout {
        @Override
        public CalloutMode mode() {
            return CalloutMode.OUT_OF_BAND;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            held.pass(PacketRow.sequence(in.rows(), in.row()));
            out.permit(in);
        }
    }

    @Test
    void shouldRenewTheLockOfAPacketThatTakesLongerThanThoseBefore() {
        String key = "once-slow";
        Held held = Held.none();
        CountDownLatch renewals = new CountDownLatch(RENEWALS);
        WorkerMetrics metrics = (counter, amount) -> {
            if (counter == WorkerMeter.RENEWED) {
                renewals.countDown();
            }
        };
        try (CalloutWorker worker = CalloutWorker.start(config(), () -> new Holding(key, held), metrics);
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            int sent = sendUntilHeld(key, held, read);
            Pends.send(KAFKA.bootstrapServers(), key, sent, sent + 20);
            String heldPend = "pend-" + held.number().join();
            assertThat(read.until(answers -> answers.size() == sent + 19)).doesNotContainKey(heldPend);

            await(renewals);
            held.goOn().countDown();

            assertThat(read.until(answers -> answers.containsKey(heldPend)).get(heldPend))
                    .singleElement()
                    .extracting(Answer::completion)
                    .satisfies(answer -> assertThat(answer.getDeliveryCount()).isEqualTo(1));
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void shouldNotBeAskedAnyMoreOnceTheWorkerIsClosed() {
        String key = "held-to-the-end";
        Held held = Held.none();
        CalloutWorker worker = CalloutWorker.start(config(), () -> new Holding(key, held), WorkerMetrics.NOOP);
        try (CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            sendUntilHeld(key, held, read);

            worker.close();

            assertThat(held.interrupted()).isCompletedWithValue(true);
            assertThat(worker.failure()).isEmpty();
        }
    }

    private static WorkerConfig config() {
        return WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), "worker")
                .withLock(LOCK)
                .withConcurrency(2);
    }

    /** Sends packets one by one; how many it took. */
    private static int sendUntilHeld(String key, Held held, CompletionsRead read) {
        int sent = 0;
        while (!held.number().isDone()) {
            int now = sent + 1;
            Pends.send(KAFKA.bootstrapServers(), key, sent, now);
            read.until(answers -> held.number().isDone() || answers.size() == now);
            sent = now;
        }
        return sent;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
