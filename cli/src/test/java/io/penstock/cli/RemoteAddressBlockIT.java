// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.RunWorkers;
import io.penstock.engine.packet.TestPacket;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Decision;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.ClassifyMetrics;
import io.penstock.stream.ClassifyService;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.PolicyLog;
import io.penstock.testsupport.KafkaExtension;
import io.penstock.worker.signature.SignatureInspection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker adds filters of its own for a time: a broker in a process of its own, a topology, a worker and agents. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RemoteAddressBlockIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    private static final String POLICY = """
        policy: guarded
        callouts: [{ calloutKey: penstock-signature }]
        providerContexts:
          - providerContextKey: needles
            data: { signatures: [{ name: needle, text: NEEDLE }], blockRemoteSeconds: 8 }
        filters:
          - filterKey: inspect
            layerKey: OUTBOUND_TRANSPORT_V4
            flags: HAS_PROVIDER_CONTEXT
            providerContextKey: needles
            filterCondition: [remote port 7000]
            action: { type: CALLOUT_TERMINATING, calloutKey: penstock-signature }
        """;
    private static final String LOCAL = "10.20.0.10";
    private static final String BAD = "203.0.113.7";
    private static final String GOOD = "203.0.113.8";
    private static final String BLOCK_OUT = "BLOCK by blocked-203.0.113.7@OUTBOUND_IPPACKET_V4";
    private static final String BLOCK_IN = "BLOCK by blocked-203.0.113.7@INBOUND_IPPACKET_V4";

    @TempDir
    private Path directory;

    private final Map<String, Object> client = Map.of("bootstrap.servers", KAFKA.bootstrapServers());

    @Test
    void shouldBlockARemoteAddressForATimeAfterASignatureWasFoundAndPermitItAgainAfterwards() throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), POLICY);
        CommandRun applied =
                CommandRun.of("policy", "apply", policy.toString(), "--bootstrap", KAFKA.bootstrapServers());
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        ActivatedRevision plain = PolicyLog.read(client).active();
        ClassifyConfig config = ClassifyConfig.of(KAFKA.bootstrapServers(), directory.resolve("state"));
        try (ClassifyService topology = ClassifyService.open(config, Map.of(), ClassifyMetrics.NOOP);
                RunWorkers workers = RunWorkers.start(
                        KafkaClientSettings.plain(KAFKA.bootstrapServers()),
                        List.of(SignatureInspection.KEY),
                        1,
                        "guard",
                        Optional.empty())) {
            topology.start();
            publish("first", out(BAD, 1, 7000, "a NEEDLE"), out(GOOD, 2, 7000, "hay"));
            ActivatedRevision blocking = await(revision -> !revision.sessions().isEmpty());
            publish("second", out(BAD, 3, 80, "hay"), in(BAD, 4, 443, "hay"), out(GOOD, 5, 80, "hay"));
            ActivatedRevision after = await(revision -> revision.sessions().isEmpty() && revision.revision() > 1);
            publish("third", out(BAD, 6, 80, "hay"), in(BAD, 7, 443, "hay"));
            workers.check();

            String before = " under " + plain.revision() + " " + plain.version();
            String during = " under " + blocking.revision() + " " + blocking.version();
            String then = " under " + after.revision() + " " + plain.version();
            Map<String, String> verdicts = verdicts(7);
            assertThat(verdicts)
                    .containsExactlyInAnyOrderEntriesOf(new TreeMap<>(Map.of(
                            "first 1", "BLOCK by inspect" + before,
                            "first 2", "PERMIT by inspect" + before,
                            "second 1", BLOCK_OUT + during,
                            "second 2", BLOCK_IN + during,
                            "second 3", "PERMIT by null" + during,
                            "third 1", "PERMIT by null" + then,
                            "third 2", "PERMIT by null" + then)));
            assertThat(List.of(plain.revision(), blocking.revision(), after.revision()))
                    .containsExactly(1L, 2L, 3L);
            assertThat(after.writer()).isEqualTo(config.applicationId());
        }
    }

    private static byte[] out(String remote, int flow, int port, String payload) {
        return TestPacket.udp()
                .withoutLink()
                .from(LOCAL, 10_000 + flow)
                .to(remote, port)
                .payload(payload.getBytes(StandardCharsets.US_ASCII))
                .bytes();
    }

    private static byte[] in(String remote, int flow, int port, String payload) {
        return TestPacket.udp()
                .withoutLink()
                .from(remote, port)
                .to(LOCAL, 10_000 + flow)
                .payload(payload.getBytes(StandardCharsets.US_ASCII))
                .bytes();
    }

    private void publish(String agent, byte[]... packets) throws Exception {
        Path capture = Files.write(directory.resolve(agent + ".pcap"), FaultTraffic.capture(List.of(packets)));
        CommandRun run = CommandRun.of(
                "agent",
                "--capture",
                capture.toString(),
                "--host",
                agent,
                "--local",
                LOCAL + "/32",
                "--bootstrap",
                KAFKA.bootstrapServers());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** What a commit brings is in band a moment before the log is read again, so packets published after this come behind it. */
    private ActivatedRevision await(Predicate<ActivatedRevision> wanted) {
        while (true) {
            ActivatedRevision active = PolicyLog.read(client).active();
            if (wanted.test(active)) {
                return active;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** Final verdicts by host and number, each with its filter, revision and version. */
    private Map<String, String> verdicts(int number) throws Exception {
        Map<String, String> verdicts = new TreeMap<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.VERDICTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (verdicts.size() < number) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    switch (AvroWire.decode(record.value())) {
                        case VerdictBatch batch -> note(batch, verdicts);
                        case LateVerdictBatch late ->
                            late.getVerdicts()
                                    .forEach(verdict -> verdicts.put(
                                            verdict.getHost() + " " + verdict.getSequence(),
                                            text(
                                                    verdict.getDecision(),
                                                    verdict.getRevision(),
                                                    verdict.getPolicyVersion())));
                        default -> {}
                    }
                }
            }
        }
        return verdicts;
    }

    private static void note(VerdictBatch batch, Map<String, String> verdicts) {
        for (int i = 0; i < batch.getOutcomes().size(); i++) {
            Decision decision = batch.getDecisions().get(batch.getOutcomes().get(i));
            switch (decision.getAction()) {
                case PENDED, HELD -> {}
                default ->
                    verdicts.put(
                            batch.getHost() + " " + batch.getSequences().get(i),
                            text(decision, batch.getRevision(), batch.getPolicyVersion()));
            }
        }
    }

    private static String text(Decision decision, long revision, String version) {
        return decision.getAction() + " by " + decision.getFilter() + " under " + revision + " " + version;
    }
}
