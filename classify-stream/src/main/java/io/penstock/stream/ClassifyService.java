// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.schemas.SchemaRegistryException;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.counts.DiscardCounting;
import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.StoredDiscards;
import io.penstock.stream.session.LeaseKeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance of the topology. Thread-safe.
 *
 * <p>A stream thread that dies is replaced a few times, since most causes pass; after that the instance stops with its
 * cause, which {@link #failure()} gives.
 */
public final class ClassifyService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClassifyService.class);
    private static final int THREADS_REPLACED = 10;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final TaskBoard board;
    private final Runnable watching;
    private final CountDownLatch running = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final ClassifyConfig config;
    private LeaseKeeper leases;
    private int threadsLost;

    ClassifyService(
            TaskWork.Factory works,
            TaskBoard board,
            TimestampExtractor completionTime,
            ClassifyConfig config,
            ClassifyMetrics metrics) {
        this.board = board;
        this.config = config;
        Topology topology =
                ClassifyTopology.build(new ClassifyProcessorSupplier(works, config, metrics), completionTime, config);
        streams = new KafkaStreams(topology, ClassifyProperties.of(config));
        watching = metrics.watch(streams, board);
        streams.setStateListener((now, before) -> onState(now));
        streams.setUncaughtExceptionHandler(this::onThreadDeath);
    }

    /**
     * Makes an instance that is not started yet, after it has checked the topics and registered the inline callouts of
     * this process.
     *
     * @param inProcess code of the inline callouts that this process has, by callout key
     * @throws io.penstock.schemas.PartitionMismatchException if a topic is missing or has not the partitions that the
     *     others have
     * @throws io.penstock.schemas.TopicCatalogueException if Kafka cannot be asked
     * @throws io.penstock.stream.control.ControlWriteException if the callouts cannot be registered
     */
    public static ClassifyService open(ClassifyConfig config, Map<String, Callout> inProcess, ClassifyMetrics metrics) {
        int partitions;
        try (Admin admin = Admin.create(config.clientSettings())) {
            partitions = TopicCatalogue.verify(admin);
        }
        register(config, inProcess.values());
        inProcess.keySet().forEach(metrics::callout);
        TaskBoard board = new TaskBoard();
        TaskWork.Factory works = new EngineWork.Making(inProcess, partitions, metrics, board);
        return new ClassifyService(works, board, new CompletionTime(), config, metrics);
    }

    /** In band, by the first instance that has them: what is registered already is not written again. */
    private static void register(ClassifyConfig config, Collection<Callout> inProcess) {
        List<CalloutToRegister> inline = inProcess.stream()
                .filter(callout -> callout.mode() == CalloutMode.INLINE)
                .map(CalloutToRegister::of)
                .toList();
        if (!inline.isEmpty()) {
            new ControlWriter(config.clientSettings()).register(inline);
        }
    }

    /** Starts the stream threads, stands for election as keeper of the leases of policy sessions, and returns at once. */
    public synchronized void start() {
        streams.start();
        leases = LeaseKeeper.start(config.clientSettings(), config.applicationId());
    }

    /**
     * Waits until the tasks are assigned and restored.
     *
     * @return false if that did not happen in time or the instance failed
     */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && !failure.isDone();
    }

    /** The state of Kafka Streams. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /**
     * Why it does not classify by a policy now, in a few words: its tasks are not running, or have come to no activation in their partition yet. Empty where they
     * do, and for an instance that has no task at the moment.
     */
    public Optional<String> unready() {
        KafkaStreams.State now = streams.state();
        if (now != KafkaStreams.State.RUNNING) {
            return Optional.of(now.name());
        }
        List<Integer> without = board.withoutPolicy();
        return without.isEmpty() ? Optional.empty() : Optional.of("no policy in force in partitions " + without);
    }

    /**
     * The discard counts in this instance's stores.
     *
     * @param by the fields of each line
     * @param sinceNanos only windows that end after it, nanoseconds since 1970
     * @throws org.apache.kafka.streams.errors.StreamsException where it does not run
     */
    public StoredDiscards discards(List<DiscardField> by, long sinceNanos) {
        return StoredDiscards.ask(streams, by, sinceNanos);
    }

    /** HOST:PORT of each instance that holds discard counts and tells where it can be asked ({@code application.server}). */
    public Set<String> instances() {
        return streams.streamsMetadataForStore(DiscardCounting.storeName()).stream()
                .map(instance -> instance.host() + ":" + instance.port())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Completes with the cause if the instance stops by itself. */
    public CompletableFuture<Throwable> failure() {
        return failure.copy();
    }

    /** Commits what is processed and stops; waits at most 30 s. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** Commits what is processed and stops; returns whether that was done in time. */
    public boolean close(Duration timeout) {
        LeaseKeeper keeper = keeper();
        if (keeper != null) {
            keeper.close();
        }
        boolean inTime = streams.close(timeout);
        watching.run();
        return inTime;
    }

    private synchronized LeaseKeeper keeper() {
        return leases;
    }

    private void onState(KafkaStreams.State now) {
        if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
        }
        if (now == KafkaStreams.State.ERROR) {
            failure.complete(new IllegalStateException("the stream threads stopped"));
            running.countDown();
        }
    }

    private synchronized StreamThreadExceptionResponse onThreadDeath(Throwable cause) {
        threadsLost++;
        SchemaRegistryException registry = SchemaRegistryException.causeOf(cause);
        if (threadsLost <= THREADS_REPLACED && (registry == null || !registry.isLasting())) {
            LOG.warn("A stream thread died and is replaced ({} of {})", threadsLost, THREADS_REPLACED, cause);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("Stream threads keep dying; this instance stops", cause);
        failure.complete(registry == null ? cause : registry);
        running.countDown();
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
