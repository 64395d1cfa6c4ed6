// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.broker.EmbeddedBroker;
import io.penstock.cli.report.FateTally;
import io.penstock.cli.watch.Health;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutDelivery;
import io.penstock.ingest.publish.AgentMetrics;
import io.penstock.ingest.publish.AgentOptions;
import io.penstock.ingest.publish.AgentResult;
import io.penstock.ingest.publish.CaptureAgents;
import io.penstock.ingest.publish.PacketsUnderWay;
import io.penstock.ingest.publish.PublishException;
import io.penstock.ingest.publish.PublishProgress;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.schemas.Topics;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.ClassifyMetrics;
import io.penstock.stream.ClassifyService;
import io.penstock.stream.control.InForce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * Broker, topology, workers and agents in one process. Started, used and closed by one thread; closing goes from the agents to the broker, so that
 * each part can finish what the one before handed it.
 */
public final class RunPipeline implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    /** Longer than the default deadline of a pend with what follows it. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(180);
    /** A run has an end that somebody waits for, so it does not wait for brokers as an agent does. */
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(60);

    private final Closing parts = new Closing();
    private final RunOptions options;
    private final KafkaClientSettings kafka;
    private final Admin admin;
    private final int partitions;
    private final List<Callout> outOfBand;
    private ClassifyService classify;
    private RunWorkers workers;

    /**
     * What a run left.
     *
     * @param agents what each agent read and published
     * @param tally what became of the packets
     * @param log what leaves, packet by packet; null unless it was asked for
     * @param policyVersion that the last verdict names; empty before any
     * @param seconds from the first packet read to the last verdict
     */
    public record Outcome(
            List<AgentResult> agents, FateTally tally, FateLog log, String policyVersion, double seconds) {}

    private RunPipeline(RunOptions options) {
        this.options = options;
        try {
            kafka = options.kafka().orElseGet(this::embedded);
            kafka.check();
            admin = parts.add(kafka.admin());
            partitions = TopicPreparation.prepare(admin, options.partitions(), options.partitionsToMake());
            outOfBand = CalloutCode.outOfBand(
                    options.rules().orElseGet(() -> InForce.read(kafka.client()).policy()));
        } catch (RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    /**
     * Starts everything but the agents, and puts the policy in force.
     *
     * @throws RuntimeException whose message says what failed; nothing is left running then
     */
    public static RunPipeline start(RunOptions options) {
        RunPipeline pipeline = new RunPipeline(options);
        try {
            pipeline.start();
            return pipeline;
        } catch (RuntimeException failed) {
            pipeline.close();
            throw failed;
        }
    }

    private KafkaClientSettings embedded() {
        return KafkaClientSettings.plain(parts.add(EmbeddedBroker.start()).bootstrapServers());
    }

    /** The topology joins its group while the control records are written. */
    private void start() {
        Map<String, Callout> code = CalloutCode.instances();
        TemporaryDirectory state = parts.add(TemporaryDirectory.make("penstock-state-"));
        ClassifyConfig config = ClassifyConfig.builder(kafka.bootstrapServers(), state.path())
                .clientProperties(kafka.properties())
                .build();
        ClassifyMetrics metrics = options.registry().map(ClassifyMetrics::in).orElse(ClassifyMetrics.NOOP);
        classify = parts.add(ClassifyService.open(config, code, metrics));
        classify.start();
        CalloutRegistrar.putInForce(admin, kafka, options.policy(), outOfBand);
        String name = "run-" + ProcessHandle.current().pid();
        List<String> keys = outOfBand.stream().map(Callout::key).toList();
        workers = parts.add(RunWorkers.start(kafka, keys, options.workers(), name, options.registry()));
    }

    /**
     * Publishes the captures and waits until every packet has its final verdict.
     *
     * @throws PublishException if the brokers did not take everything
     */
    public Outcome run(RowSources sources, RunProgress progress) throws PublishException, InterruptedException {
        long incarnation = System.currentTimeMillis();
        OwnRecords own = new OwnRecords(
                sources.agents().stream().map(RowSource::agent).collect(Collectors.toSet()), incarnation);
        FateLog log = options.logsFates() ? new FateLog() : null;
        VerdictTally tally = new VerdictTally(own, log, options.findings());
        PacketsUnderWay underWay = PacketsUnderWay.atMost(PacketsUnderWay.DEFAULT_LIMIT);
        List<TopicPartition> outputs = outputs();
        try (VerdictReader reader = VerdictReader.start(kafka, outputs, tally, underWay)) {
            awaitRunning();
            long start = System.nanoTime();
            List<AgentResult> agents = publish(sources, incarnation, underWay, reader, progress);
            long published = agents.stream().mapToLong(AgentResult::published).sum();
            progress.published(published);
            try (CommittedInputs inputs =
                    new CommittedInputs(kafka, admin, ClassifyConfig.DEFAULT_APPLICATION_ID, partitions)) {
                Runnable look = () -> look(reader, progress);
                new RunEnd(reader, inputs, admin, outputs, LONGEST_SILENCE, look).await(published);
            }
            double seconds = (reader.now().lastVerdictNanos() - start) / 1e9;
            return new Outcome(agents, tally.tally(), log, tally.policyVersion(), Math.max(0, seconds));
        }
    }

    private List<AgentResult> publish(
            RowSources sources, long incarnation, PacketsUnderWay underWay, VerdictReader reader, RunProgress progress)
            throws PublishException, InterruptedException {
        PublishProgress sent =
                (agent, packets, bytes) -> progress.decided(reader.now().decided());
        Map<String, Object> client = kafka.client();
        client.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_ABSENCE.toMillis());
        AgentMetrics metrics = options.registry().map(AgentMetrics::in).orElse(AgentMetrics.NOOP);
        try (CaptureAgents agents = CaptureAgents.connect(client, AgentOptions.of(incarnation), metrics)) {
            return agents.publish(sources, underWay, sent);
        }
    }

    /** Throws if a part has failed. */
    private void look(VerdictReader reader, RunProgress progress) {
        progress.decided(reader.now().decided());
        check();
    }

    /** Throws if the topology or a worker has stopped by itself. */
    public void check() {
        if (classify.failure().isDone()) {
            throw new PipelineException(
                    "the topology stopped: " + classify.failure().join().getMessage(),
                    classify.failure().join());
        }
        workers.check();
    }

    /** Names the parts to whoever asks for their health. */
    public void watch(Health health) {
        health.part("broker", new BrokerHealth(admin)::problem);
        health.part(
                "topology",
                () -> classify.failure().isDone() ? Optional.of("stopped") : Optional.empty(),
                classify::unready);
        health.part("workers", workers::unready);
        health.started();
    }

    private void awaitRunning() throws InterruptedException {
        if (!classify.awaitRunning(START_WITHIN)) {
            check();
            throw new PipelineException(
                    "the topology did not start within " + START_WITHIN.toSeconds() + " s (" + classify.state() + ")",
                    null);
        }
    }

    private List<TopicPartition> outputs() {
        Stream<TopicPartition> spread = Stream.of(
                        Topics.VERDICTS,
                        Topics.DISCARDS,
                        Topics.FLOWS,
                        Topics.FINDINGS,
                        Topics.INJECTIONS,
                        Topics.REINJECTIONS)
                .flatMap(topic -> IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)));
        Stream<TopicPartition> pended = outOfBand.stream()
                .flatMap(callout -> IntStream.range(0, pendedPartitions(callout.delivery()))
                        .mapToObj(p -> new TopicPartition(Topics.pended(callout.key()), p)));
        return Stream.concat(spread, pended).toList();
    }

    private int pendedPartitions(CalloutDelivery delivery) {
        return switch (delivery) {
            case SHARED -> 1;
            case PARTITIONED -> partitions;
        };
    }

    /** What clients connect to, for who keeps the pipeline up. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        parts.close();
    }
}
