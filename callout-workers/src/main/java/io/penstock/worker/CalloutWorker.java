// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutDelivery;
import io.penstock.schemas.SchemaRegistryException;
import io.penstock.schemas.TopicCatalogueException;
import io.penstock.schemas.WorkerGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of one out-of-band callout: takes pended packets, lets instances of the callout decide them, and sends completions. How the packets come is the
 * callout's to say ({@link CalloutDelivery}). A slow packet holds up its own flow alone, as long as an instance is free for the others.
 *
 * <p>Packets may be seen twice, so the callout has no effect but its completion. {@link #close} may be called from any thread.
 */
public final class CalloutWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CalloutWorker.class);
    private static final Duration FINISH = Duration.ofSeconds(10);

    private final String calloutKey;
    private final CompletionPublisher publisher;
    private final Delivery delivery;
    private final Heartbeat heartbeat;
    private final PolicyFollower policy;
    private final Runnable watching;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile WorkerException failure;
    private boolean closing;

    private CalloutWorker(WorkerConfig config, Callout first, Supplier<? extends Callout> code, WorkerMetrics metrics) {
        calloutKey = first.key();
        publisher = new CompletionPublisher(config, metrics);
        WorkTally tally = new WorkTally(metrics);
        delivery = switch (first.delivery()) {
            case SHARED ->
                new SharedDelivery(
                        calloutKey, config, crew(config, first, code, tally), metrics, this::stoppedByItself);
            case PARTITIONED ->
                new PartitionedDelivery(
                        calloutKey, config, () -> decider(config, code.get(), tally), metrics, this::stoppedByItself);
        };
        heartbeat = Heartbeat.start(calloutKey, config.worker(), publisher, tally, delivery::inHand);
        policy = PolicyFollower.start(config, calloutKey, delivery::notify);
        watching = metrics.begun(() -> unready().isEmpty(), delivery::inHand);
    }

    /**
     * Starts a worker, making the callout's topic and the group's settings where they are missing.
     *
     * @param code gives one instance of the callout a call: {@code concurrency} of them, or one for each partition that comes
     * @throws WorkerException if Kafka refuses or cannot be reached
     */
    public static CalloutWorker start(WorkerConfig config, Supplier<? extends Callout> code, WorkerMetrics metrics) {
        Callout first = code.get();
        try (Admin admin = Admin.create(config.client())) {
            WorkerGroup.prepare(admin, first.key(), deliveryOf(first), config.lock());
            CalloutWorker worker = new CalloutWorker(config, first, code, metrics);
            worker.delivery.start();
            return worker;
        } catch (KafkaException | TopicCatalogueException refused) {
            throw new WorkerException(refused.getMessage(), refused);
        }
    }

    private static io.penstock.schemas.CalloutDelivery deliveryOf(Callout callout) {
        return switch (callout.delivery()) {
            case SHARED -> io.penstock.schemas.CalloutDelivery.SHARED;
            case PARTITIONED -> io.penstock.schemas.CalloutDelivery.PARTITIONED;
        };
    }

    private Crew crew(WorkerConfig config, Callout first, Supplier<? extends Callout> code, WorkerMetrics metrics) {
        List<Decider> deciders = new ArrayList<>();
        deciders.add(decider(config, first, metrics));
        while (deciders.size() < config.concurrency()) {
            deciders.add(decider(config, code.get(), metrics));
        }
        return new Crew(calloutKey, deciders, FINISH, metrics);
    }

    private Decider decider(WorkerConfig config, Callout callout, WorkerMetrics metrics) {
        return new Decider(callout, config.worker(), publisher, metrics);
    }

    /** Key of its callout. */
    public String calloutKey() {
        return calloutKey;
    }

    /** Why it stopped by itself, empty while it runs or after it was closed. */
    public Optional<WorkerException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Why it answers no packets now, in a few words; empty where it does. */
    public Optional<String> unready() {
        if (failure != null) {
            return Optional.of(failure.getMessage());
        }
        return ended.getCount() > 0 && delivery.isJoined() ? Optional.empty() : Optional.of("has not joined its group");
    }

    /** Waits until it has stopped. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Not on the thread that tells it: closing waits for that one. */
    private void stoppedByItself(RuntimeException cause) {
        SchemaRegistryException registry = SchemaRegistryException.causeOf(cause);
        String why = registry == null ? cause.getMessage() : cause.getMessage() + ": " + registry.getMessage();
        failure = new WorkerException("the worker of callout " + calloutKey + " stopped: " + why, cause);
        LOG.error("{}", failure.getMessage(), cause);
        Thread.ofPlatform().daemon().name("penstock-worker-end").start(this::close);
    }

    private synchronized boolean beginsToClose() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    /** Stops taking packets, finishes those in hand, gives back what it cannot finish, closes its handles and leaves the group (spec 10 G15). */
    @Override
    public void close() {
        if (beginsToClose()) {
            watching.run();
            policy.close();
            delivery.close();
            heartbeat.close();
            publisher.close();
            ended.countDown();
        } else {
            awaitClosed();
        }
    }

    private void awaitClosed() {
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
