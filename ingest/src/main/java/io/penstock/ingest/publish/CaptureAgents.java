// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.ingest.rows.RowSources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The agents of a command: one for each row source, so many at once as there are threads, over one connection.
 *
 * <pre>{@code
 * try (RowSources sources = RowSources.open(captures, rowOptions);
 *         CaptureAgents agents = CaptureAgents.connect(clientProperties, AgentOptions.of(now))) {
 *     List<AgentResult> results = agents.publish(sources, PacketsUnderWay.unlimited(), PublishProgress.NONE);
 * }
 * }</pre>
 */
public final class CaptureAgents implements AutoCloseable {
    private static final long LONGEST_STOP_SECONDS = 2;
    private static final long LOOK_UP_MILLIS = 100;

    private final PacketPublisher publisher;
    private final AgentOptions options;
    private final AgentMetrics metrics;
    private final Runnable watching;
    private List<CaptureAgent> agents = List.of();

    CaptureAgents(PacketPublisher publisher, AgentOptions options, AgentMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
        this.options = options;
        watching = publisher.watch(metrics);
    }

    /**
     * Connects to the brokers.
     *
     * @param clientProperties {@code bootstrap.servers} and what else a client needs to get in
     * @throws PublishException if no broker answers within a minute ({@code max.block.ms}, six times), or the topic of packets is missing
     */
    public static CaptureAgents connect(Map<String, Object> clientProperties, AgentOptions options)
            throws PublishException {
        return connect(clientProperties, options, AgentMetrics.NOOP);
    }

    /** The same, counting. */
    public static CaptureAgents connect(
            Map<String, Object> clientProperties, AgentOptions options, AgentMetrics metrics) throws PublishException {
        return new CaptureAgents(PacketPublisher.open(PublisherProperties.of(clientProperties)), options, metrics);
    }

    /**
     * The same for sources of which one at least is slow: the producer holds no record back for others, unless {@code linger.ms} says so.
     *
     * @throws PublishException as the others
     */
    public static CaptureAgents connectSlow(
            Map<String, Object> clientProperties, AgentOptions options, AgentMetrics metrics) throws PublishException {
        return new CaptureAgents(
                PacketPublisher.open(PublisherProperties.ofSlowSources(clientProperties)), options, metrics);
    }

    /** Partitions of the topic of packets. */
    public int partitions() {
        return publisher.partitions();
    }

    /**
     * Publishes all packets and the end markers, and returns when the brokers have them. While the brokers are away the agents wait for them, and read no more
     * than 48 MiB ahead. The first failure stops every agent.
     *
     * @param underWay acquired before packets are published
     * @return one for each source, in their order
     * @throws PublishException if the brokers did not take everything; its message is one line
     * @throws InterruptedException if this thread was interrupted; the agents have stopped
     */
    public List<AgentResult> publish(RowSources sources, PacketsUnderWay underWay, PublishProgress progress)
            throws PublishException, InterruptedException {
        agents = sources.agents().stream()
                .map(source -> new CaptureAgent(source, publisher, underWay, progress, metrics, options))
                .toList();
        run(progress);
        return results();
    }

    /** The books of the last run as they stand; final once it returned, and after a failure once this is closed. */
    public List<AgentResult> results() {
        return agents.stream().map(CaptureAgent::result).toList();
    }

    private void run(PublishProgress progress) throws PublishException, InterruptedException {
        int threads = Math.min(options.threads(), agents.size());
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("agent-", 0).daemon().factory());
        try {
            CompletionService<Void> running = new ExecutorCompletionService<>(pool);
            for (CaptureAgent agent : agents) {
                running.submit(() -> {
                    agent.run();
                    return null;
                });
            }
            for (int ended = 0; ended < agents.size(); ) {
                Future<Void> one = running.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
                if (one == null) {
                    // An agent that waits for a slow input would not notice.
                    publisher.throwIfFailed();
                    publisher.look(progress);
                } else {
                    one.get();
                    ended++;
                }
            }
            publisher.look(progress);
        } catch (ExecutionException failed) {
            throw cause(failed);
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static PublishException cause(ExecutionException failed) throws InterruptedException {
        return switch (failed.getCause()) {
            case PublishException publish -> publish;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException bug -> throw bug;
            case Error bug -> throw bug;
            case null, default -> throw new IllegalStateException(failed.getCause());
        };
    }

    @Override
    public void close() {
        watching.run();
        publisher.close();
    }
}
