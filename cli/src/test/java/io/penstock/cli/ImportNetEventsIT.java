// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.engine.SpecRule;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowRecord;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.ClassifyMetrics;
import io.penstock.stream.ClassifyService;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A machine's own records, imported beside what Penstock discarded of its traffic. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ImportNetEventsIT {
    private static final String HOST = "WS7";
    private static final int DROPS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Partitions add up. */
    private record Count(int partition, Bytes key) {}

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    @TempDir
    private Path folder;

    @Test
    @SpecRule("11 P13")
    void shouldCountAFileThatIsImportedTwiceOnceBesideOurOwnDiscards() throws Exception {
        Path office = folder.resolve("office.pcapng");
        SampleTraffic.write(office, false);
        CommandRun run = command(
                "run",
                office.toString(),
                "--policy",
                CommandRun.repository("samples/policy.yaml"),
                "--host",
                HOST,
                "--json");
        long blocked = json(run).path("verdicts").path("block").asLong();
        assertThat(blocked).isPositive();

        Path log = Files.writeString(folder.resolve("security.jsonl"), securityLog());
        JsonNode first = json(command("import-netevents", log.toString(), "--json"));
        JsonNode again = json(command("import-netevents", log.toString(), "--json"));

        assertThat(again).isEqualTo(first);
        assertThat(first.path("items").asLong()).isEqualTo(DROPS + 5L);
        assertThat(first.path("items").asLong())
                .isEqualTo(sum(first, "published", "undecided", "undated", "unreadable", "other"));
        assertThat(sum(first, "drops", "blocked", "permitted"))
                .isEqualTo(first.path("published").asLong());
        assertThat(first.path("packets").asLong()).isEqualTo(DROPS);
        assertThat(first.path("hosts").toString()).isEqualTo("[\"WS7\"]");
        // It goes to the same partition behind all of them.
        Path last = Files.writeString(folder.resolve("last.jsonl"), logged(5152, 1_000_000, 7_777));
        CommandRun page = command("import-netevents", last.toString());
        assertThat(page.outLines())
                .contains("1 items = 1 published + 0 with nothing to publish + 0 unreadable + 0 no such events");

        Map<String, Long> sums = countedUntil(7_777, blocked);
        assertThat(sums)
                .containsEntry("packets of windows:Security", DROPS + 1L)
                .containsEntry("items of windows:Security", DROPS + 2L)
                .containsEntry("packets of ", blocked)
                .doesNotContainKey("packets of windows:netevents");
        assertThat(importedFlows())
                .as("twice, each with the number by which it is known")
                .containsExactly(DROPS + 1L, DROPS + 2L, DROPS + 1L, DROPS + 2L);
    }

    @Test
    void shouldPublishNothingOfAFileThatIsDamaged() throws Exception {
        Path cut = Files.writeString(
                folder.resolve("cut.jsonl"),
                logged(5152, 1, 70_001) + logged(5152, 2, 70_001).substring(0, 50));
        long before = importedRecords();
        CommandRun run = CommandRun.of(
                "import-netevents", cut.toString(), "--bootstrap", KAFKA.bootstrapServers(), "--host", "elsewhere");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines()).singleElement().asString().contains("cut.jsonl");
        assertThat(importedRecords()).isEqualTo(before);
    }

    @Test
    void shouldTakeStandardInputAndTheNameOfTheHost() throws Exception {
        byte[] log = logged(4624, 1, 0).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        CommandRun run = CommandRun.withInput(
                log, "import-netevents", "-", "--host", "pc", "--bootstrap", KAFKA.bootstrapServers());

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.outLines())
                .contains("1 items = 0 published + 0 with nothing to publish + 0 unreadable + 1 no such events");
    }

    /** Drops, one connection permitted and one blocked, something else of the log, something broken, and one without a time. */
    private static String securityLog() {
        return IntStream.range(0, DROPS)
                        .mapToObj(number -> logged(5152, number, 70_001))
                        .collect(Collectors.joining())
                + logged(5156, DROPS + 1, 0)
                + logged(5157, DROPS + 2, 70_002)
                + logged(4624, DROPS + 3, 0)
                + logged(5152, DROPS + 4, 70_001).replace("FilterRTID", "Filter")
                + logged(5152, DROPS + 5, 70_001).replace("\"@timestamp\": \"2026-03-04T05:06:07Z\", ", "");
    }

    private static String logged(int id, int number, int filter) {
        return "{\"event_id\": " + id + ", \"record_number\": " + number
                + ", \"computer_name\": \"WS7\", \"@timestamp\": \"2026-03-04T05:06:07Z\", \"event_data\": {"
                + "\"ProcessId\": \"4\", \"Application\": \"-\", \"Direction\": \"%%14592\","
                + " \"SourceAddress\": \"203.0.113.5\", \"SourcePort\": \"40000\","
                + " \"DestAddress\": \"192.168.7.20\", \"DestPort\": \"135\", \"Protocol\": \"6\", \"FilterRTID\": \""
                + filter + "\", \"FilterOrigin\": \"Stealth\", \"LayerName\": \"%%14597\", \"LayerRTID\": \"13\"}}\n";
    }

    /** Sums by source once the filter with this id is among them, and our own are as many packets. */
    private Map<String, Long> countedUntil(long filterId, long ownPackets) throws Exception {
        ClassifyConfig config = ClassifyConfig.builder(KAFKA.bootstrapServers(), folder.resolve("state"))
                .build();
        Map<Count, byte[]> latest = new HashMap<>();
        Map<String, Long> sums = new HashMap<>();
        try (ClassifyService service = ClassifyService.open(config, CalloutCode.instances(), ClassifyMetrics.NOOP);
                KafkaConsumer<byte[], byte[]> consumer = reader(Topics.DISCARD_COUNTS)) {
            service.start();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!sums.containsKey("filter " + filterId) || sums.getOrDefault("packets of ", 0L) < ownPackets) {
                assertThat(System.nanoTime()).as("counted: %s", sums).isLessThan(end);
                for (ConsumerRecord<byte[], byte[]> count : consumer.poll(Duration.ofMillis(100))) {
                    latest.put(new Count(count.partition(), Bytes.wrap(count.key())), count.value());
                }
                sums = sums(latest);
            }
        }
        return sums;
    }

    private static Map<String, Long> sums(Map<Count, byte[]> latest) throws WireException {
        Map<String, Long> sums = new HashMap<>();
        for (Map.Entry<Count, byte[]> count : latest.entrySet()) {
            DiscardCountKey key =
                    (DiscardCountKey) AvroWire.decode(count.getKey().key().get());
            DiscardCountValue sum = (DiscardCountValue) AvroWire.decode(count.getValue());
            sums.merge("packets of " + key.getSource(), sum.getPackets(), Long::sum);
            sums.merge("items of " + key.getSource(), sum.getItems(), Long::sum);
            sums.merge("filter " + key.getFilterId(), sum.getItems(), Long::sum);
        }
        return sums;
    }

    private static List<Long> importedFlows() throws WireException {
        List<Long> numbers = new ArrayList<>();
        for (byte[] value : values(Topics.FLOWS)) {
            FlowBatch batch = (FlowBatch) AvroWire.decode(value);
            if (!batch.getSource().isEmpty()) {
                batch.getFlows().stream().map(FlowRecord::getSequence).forEach(numbers::add);
            }
        }
        return numbers;
    }

    private static long importedRecords() {
        return (long) values(Topics.DISCARDS).size() + values(Topics.FLOWS).size();
    }

    private static List<byte[]> values(String topic) {
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = reader(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static KafkaConsumer<byte[], byte[]> reader(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static CommandRun command(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--bootstrap";
        all[arguments.length + 1] = KAFKA.bootstrapServers();
        CommandRun run = CommandRun.of(all);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run;
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    private static long sum(JsonNode object, String... members) {
        return List.of(members).stream()
                .mapToLong(member -> object.path(member).asLong())
                .sum();
    }
}
