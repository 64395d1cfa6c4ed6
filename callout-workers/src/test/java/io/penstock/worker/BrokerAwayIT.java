// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.LastingBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose broker is gone waits for it, and does not give up. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BrokerAwayIT {
    private static final String KEY = "away";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Longer than a worker waits for what it tells its broker of packets that take long. */
    private static final Duration SILENCE = Duration.ofSeconds(13);

    @TempDir
    private Path directory;

    /** Keeps the first packet until it is told to go on. */
    private record Waiting(CountDownLatch asked, CountDownLatch goOn) implements Callout {
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
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            out.permit(in);
        }
    }

    @Test
    void shouldGoOnWhenItsBrokerIsBack() {
        try (LastingBroker broker = LastingBroker.start(directory)) {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                TopicCatalogue.create(admin, Pends.PARTITIONS);
                WorkerGroup.prepare(admin, KEY, CalloutDelivery.SHARED, Duration.ofSeconds(2));
            }
            try (ChildJvm worker = ChildJvm.start(WorkerProcess.class, bootstrap, KEY, "0")) {
                worker.awaitLine("READY ", PATIENCE);
                answerOne(bootstrap, 0);
                broker.kill();
                broker.startAgain();
                answerOne(bootstrap, 1);
            }
        }
    }

    @Test
    void shouldOutlastASilentBrokerWithAPacketInHandWhoseLockItCannotRenew() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (LastingBroker broker = LastingBroker.start(directory)) {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                TopicCatalogue.create(admin, Pends.PARTITIONS);
            }
            WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", bootstrap), "worker")
                    .withLock(Duration.ofSeconds(2));
            try (CalloutWorker worker =
                            CalloutWorker.start(config, () -> new Waiting(asked, goOn), WorkerMetrics.NOOP);
                    CompletionsRead read = new CompletionsRead(bootstrap, KEY)) {
                Pends.send(bootstrap, KEY, 0, 1);
                asked.await();
                broker.freeze();
                LockSupport.parkNanos(SILENCE.toNanos());
                broker.thaw();
                goOn.countDown();
                read.until(answers -> answers.containsKey("pend-0"));
                assertThat(worker.failure()).isEmpty();
            }
        }
    }

    private static void answerOne(String bootstrap, long number) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
                CompletionsRead read = new CompletionsRead(bootstrap, KEY)) {
            producer.send(new ProducerRecord<>(Topics.pended(KEY), Pends.wire(Pends.pended(KEY, number, "payload"))));
            producer.flush();
            read.until(answers -> answers.containsKey("pend-" + number));
        }
    }
}
