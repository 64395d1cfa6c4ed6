// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.callout.Callout;
import io.penstock.schemas.TopicCatalogueException;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of one out-of-band callout: takes pended packets from the callout's share group, lets instances of the callout decide them, and
 * sends completions. One poll loop; virtual threads, as many at work as there are instances. More workers share the load, whatever the
 * partitions; a killed worker's packets go to another at once, a frozen one's when the lock ends.
 *
 * <p>Packets may be seen twice, so the callout has no effect but its completion. {@link #close} may be called from any thread.
 */
public final class CalloutWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CalloutWorker.class);
    /**
     * A fetch that brings only the marker of a commit ends a poll's search: it hands over nothing until its time is up. So long polls
     * would add their length to every pend behind a commit.
     */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration FINISH = Duration.ofSeconds(10);

    private final String calloutKey;
    private final WorkerConfig config;
    private final WorkerMetrics metrics;
    private final KafkaShareConsumer<byte[], byte[]> consumer;
    private final CompletionPublisher publisher;
    private final BlockingQueue<Decider> deciders = new LinkedBlockingQueue<>();
    private final PacketsInHand hand = new PacketsInHand();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile WorkerException failure;

    private CalloutWorker(WorkerConfig config, String calloutKey, List<Callout> instances, WorkerMetrics metrics) {
        this.calloutKey = calloutKey;
        this.config = config;
        this.metrics = metrics;
        consumer = new KafkaShareConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        publisher = new CompletionPublisher(config);
        instances.forEach(callout -> deciders.add(new Decider(callout, config.worker(), publisher, metrics)));
    }

    /**
     * Starts a worker, making the callout's topic and the group's settings where they are missing.
     *
     * @param code gives one instance of the callout a call, {@code concurrency} times
     * @throws WorkerException if Kafka refuses or cannot be reached
     */
    public static CalloutWorker start(WorkerConfig config, Supplier<? extends Callout> code, WorkerMetrics metrics) {
        List<Callout> instances = java.util.stream.Stream.<Callout>generate(code)
                .limit(config.concurrency())
                .toList();
        String key = instances.getFirst().key();
        try (Admin admin = Admin.create(config.client())) {
            WorkerGroup.prepare(admin, key, config.lock());
        } catch (KafkaException | TopicCatalogueException refused) {
            throw new WorkerException(refused.getMessage(), refused);
        }
        CalloutWorker worker = new CalloutWorker(config, key, instances, metrics);
        Thread.ofPlatform().name("penstock-worker-" + key).daemon().start(worker::run);
        return worker;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.workers(calloutKey));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.worker() + "-pended");
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // Otherwise whole producer batches are handed over, however many packets that is.
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
        return settings;
    }

    /** Key of its callout. */
    public String calloutKey() {
        return calloutKey;
    }

    /** Why it stopped by itself, empty while it runs or after it was closed. */
    public Optional<WorkerException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Waits until it has stopped. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private void run() {
        try {
            consumer.subscribe(List.of(Topics.pended(calloutKey)));
            while (!closing) {
                round();
            }
            finish();
        } catch (WakeupException closed) {
            finish();
        } catch (InterruptException | InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            failure = new WorkerException(
                    "the worker of callout " + calloutKey + " stopped: " + failed.getMessage(), failed);
            LOG.error("{}", failure.getMessage(), failed);
        } finally {
            release();
        }
    }

    private void round() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> delivered = consumer.poll(POLL);
        if (delivered.isEmpty()) {
            return;
        }
        delivered.forEach(this::begin);
        hand.forgetSettledBut(delivered);
        hand.awaitSettled(patience());
        delivered.forEach(this::acknowledge);
    }

    /** Half of the lock is left for the renewal to arrive. */
    private Duration patience() {
        return consumer.acquisitionLockTimeoutMs()
                .map(millis -> Duration.ofMillis(millis / 2))
                .orElseGet(() -> config.lock().dividedBy(2));
    }

    private void begin(ConsumerRecord<byte[], byte[]> delivered) {
        if (hand.take(delivered)) {
            threads.execute(() -> decide(delivered));
        }
    }

    private void decide(ConsumerRecord<byte[], byte[]> delivered) {
        Decider decider = null;
        try {
            decider = deciders.take();
            decider.decide(delivered, as -> hand.settle(delivered, as));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            hand.settle(delivered, AcknowledgeType.RELEASE);
        } catch (RuntimeException fault) {
            LOG.error("callout {} at offset {}: given back", calloutKey, delivered.offset(), fault);
            metrics.add(WorkerCounter.RELEASED, 1);
            hand.settle(delivered, AcknowledgeType.RELEASE);
        } finally {
            if (decider != null) {
                deciders.add(decider);
            }
        }
    }

    private void acknowledge(ConsumerRecord<byte[], byte[]> delivered) {
        AcknowledgeType as = hand.letGo(delivered);
        if (as == AcknowledgeType.RENEW) {
            metrics.add(WorkerCounter.RENEWED, 1);
        }
        consumer.acknowledge(delivered, as);
    }

    /** What is decided is acknowledged; what is not is given back when the consumer closes. */
    private void finish() {
        consumer.commitSync(FINISH);
    }

    /** Nobody asks the callout, or sends a completion, once the handles are closed (spec 10 G15). */
    private void awaitDeciders() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(FINISH.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("callout {}: still deciding after {} s, left behind", calloutKey, FINISH.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        awaitDeciders();
        publisher.close();
        try {
            consumer.close(FINISH);
        } catch (RuntimeException left) {
            LOG.warn("callout {}: the group was not left properly", calloutKey, left);
        }
        ended.countDown();
    }

    /** Stops taking packets, finishes those in hand, gives back what it cannot finish, closes its handles and leaves the group (spec 10 G15). */
    @Override
    public void close() {
        closing = true;
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
