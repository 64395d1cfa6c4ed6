// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.ingest.direction.LocalAddresses;
import io.penstock.ingest.publish.AgentOptions;
import io.penstock.ingest.publish.CaptureAgents;
import io.penstock.ingest.publish.PacketsUnderWay;
import io.penstock.ingest.publish.PublishProgress;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSources;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireReader;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.ClassifyMetrics;
import io.penstock.stream.ClassifyService;
import io.penstock.stream.control.ControlWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

/** One pass of the looped capture through a broker of its own, topics and state new. */
final class Pass {
    private static final Duration START = Duration.ofSeconds(60);

    private final PipelineOptions options;
    private final LoopedCapture capture;
    private final BenchPolicy policy;

    Pass(PipelineOptions options, LoopedCapture capture, BenchPolicy policy) {
        this.options = options;
        this.capture = capture;
        this.policy = policy;
    }

    /** Opens the looped capture; the addresses that are private are local, so that every loop has the same directions. */
    static RowSources open(LoopedCapture capture) throws Exception {
        LocalAddresses local = LocalAddresses.parse("10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7,fe80::/10");
        return RowSources.open(List.of(capture.source()), new RowOptions(Optional.of("bench"), Optional.of(local)));
    }

    /** Through the topology that classifies. */
    PassResult pipeline() throws Exception {
        try (BrokerChild broker = BrokerChild.start(options.brokerOptions());
                Scratch state = Scratch.create()) {
            prepare(broker);
            ControlWriter control = new ControlWriter(broker.clientProperties());
            control.register(BenchPolicy.toRegister());
            control.activate(policy.toActivate());
            ClassifyConfig config = ClassifyConfig.builder(broker.bootstrapServers(), state.path())
                    .commitInterval(Duration.ofMillis(options.commitMillis()))
                    .threads(options.streamThreads())
                    .build();
            try (ClassifyService service = ClassifyService.open(config, BenchPolicy.inline(), ClassifyMetrics.NOOP)) {
                service.start();
                if (!service.awaitRunning(START)) {
                    throw new IllegalStateException("the topology did not start within " + START);
                }
                VerdictAccount account = new VerdictAccount();
                PassResult result = measure("pipeline", broker, Topics.VERDICTS, account);
                return result.with(account.fates());
            }
        }
    }

    /** Through Kafka Streams that only hands on. */
    PassResult passThrough() throws Exception {
        try (BrokerChild broker = BrokerChild.start(options.brokerOptions());
                Scratch state = Scratch.create()) {
            prepare(broker);
            try (PassThrough passing = new PassThrough(broker.bootstrapServers(), state.path(), options)) {
                passing.start();
                WireReader reader = new WireReader();
                return measure(
                        "pass-through",
                        broker,
                        PassThrough.TOPIC,
                        value -> reader.read(value) instanceof PacketBatch batch ? batch.getCount() : 0);
            }
        }
    }

    private void prepare(BrokerChild broker) throws Exception {
        try (Admin admin = Admin.create(broker.clientProperties())) {
            TopicCatalogue.create(admin, options.partitions());
            NewTopic passed = new NewTopic(PassThrough.TOPIC, options.partitions(), (short) 1);
            admin.createTopics(List.of(passed)).all().get();
        }
    }

    private PassResult measure(String name, BrokerChild broker, String topic, ReadBack.Account account)
            throws Exception {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        PacketsUnderWay underWay = PacketsUnderWay.atMost(options.underWay());
        List<TopicPartition> partitions = IntStream.range(0, options.partitions())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        AgentOptions agent = AgentOptions.of(1).snappedTo(options.snapBytes()).batchesOf(options.batchPackets());
        CpuSnapshot start = CpuSnapshot.take(broker);
        AtomicReference<CpuSnapshot> half = new AtomicReference<>(start);
        try (CaptureAgents agents = CaptureAgents.connect(broker.clientProperties(), agent);
                RowSources rows = open(capture)) {
            ReadBack readBack = new ReadBack(
                    broker.clientProperties(),
                    partitions,
                    account,
                    underWay,
                    capture.packets(),
                    () -> half.set(snapshot(broker)));
            agents.publish(rows, underWay, PublishProgress.NONE);
            Timeline timeline = readBack.await();
            CpuSnapshot end = CpuSnapshot.take(broker);
            return new PassResult(
                    name,
                    timeline.packets(),
                    timeline.whole(),
                    timeline.secondHalf(),
                    timeline.secondHalfPackets(),
                    end.since(start),
                    end.since(half.get()),
                    broker.storedBytes(),
                    broker.peakResidentBytes(),
                    ProcessUsage.peakResidentBytes(ProcessHandle.current().pid()),
                    load,
                    Fates.NONE);
        }
    }

    private static CpuSnapshot snapshot(BrokerChild broker) {
        try {
            return CpuSnapshot.take(broker);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A directory that goes when it is closed. */
    private record Scratch(Path path) implements AutoCloseable {
        static Scratch create() throws IOException {
            return new Scratch(Files.createTempDirectory("penstock-bench-state-"));
        }

        @Override
        public void close() throws IOException {
            try (var files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
