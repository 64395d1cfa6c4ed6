// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Penstock with a real schema registry: strangers read its topics, and releases that know other forms of its records run beside it. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SchemaRegistryIT {
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final String POLICY = CommandRun.repository("samples/policy.yaml");
    private static final String NAMESPACE = "io.penstock.schemas.";
    private static final String SUBJECTS = "/apis/ccompat/v7/subjects/";
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final ApicurioServer REGISTRY = new ApicurioServer();

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    @TempDir
    static Path folder;

    private static StrangersReader stranger;

    @BeforeAll
    static void open() {
        stranger = new StrangersReader(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), REGISTRY);
    }

    @Test
    @Order(0)
    void shouldEndWithOneLineWhereTheRegistryRefusesAForm() throws Exception {
        String taken = """
            {"type": "record", "name": "LeaseClock", "namespace": "io.penstock.schemas",
             "fields": [{"name": "hands", "type": "int"}]}\
            """;
        assertThat(register("LeaseClock", taken).statusCode()).isEqualTo(200);
        assertThat(REGISTRY.put("/apis/ccompat/v7/config/" + NAMESPACE + "LeaseClock", "{\"compatibility\":\"FULL\"}")
                        .statusCode())
                .isEqualTo(200);

        CommandRun run = command("policy", "apply", POLICY);

        assertThat(run.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains(REGISTRY.url(), NAMESPACE + "LeaseClock: HTTP status 409");
        System.out.println("a form that the registry refuses: " + run.err());
        REGISTRY.delete(SUBJECTS + NAMESPACE + "LeaseClock");
    }

    @Test
    @Order(1)
    void shouldGiveTheSameTotalsAndTopicsThatAnyAvroReaderReads() throws Exception {
        JsonNode without = summary(CommandRun.of("run", OFFICE, "--policy", POLICY, "--json"));

        JsonNode with = summary(command("run", OFFICE, "--policy", POLICY, "--json"));

        assertThat(without.path("pended").asInt())
                .as("packets that a worker decides")
                .isPositive();
        assertThat(with).isEqualTo(without);
        RunBooks.assertBalanced(with);
        Map<String, List<GenericRecord>> topics = stranger.everything();
        assertThat(topics.keySet())
                .contains(
                        "penstock.packets",
                        "penstock.completions",
                        "penstock.verdicts",
                        "penstock.discards",
                        "penstock.discard-counts",
                        "penstock.findings",
                        "penstock.flows",
                        "penstock.policy",
                        "penstock.callouts",
                        "penstock.audit",
                        "penstock.pended.penstock-signature")
                .doesNotContain("penstock.dead-letters");
        assertThat(counted(topics)).isEqualTo(told(with));
        assertThat(stranger.keys("penstock.discard-counts"))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.getSchema().getFullName()).isEqualTo(NAMESPACE + "DiscardCountKey"));
        System.out.println("records that a stranger read: " + new TreeMap<>(sizes(topics)));
    }

    @Test
    @Order(2)
    void shouldServeEveryCommandThatReadsTopics() throws Exception {
        long blocked = 0;
        for (JsonNode row : JSON.readTree(
                done(command("discards", "--by", "reason", "--json")).out())) {
            blocked += row.path("count").asLong();
        }
        assertThat(blocked)
                .isEqualTo(fates(stranger.values("penstock.verdicts")).get("BLOCK"));
        assertThat(done(command("policy", "history")).out()).contains("active");
        assertThat(done(command("policy", "hits")).out()).contains("hide-closed-ports");
        JsonNode callouts = JSON.readTree(done(command("callouts", "--json")).out());
        assertThat(callouts.findValuesAsText("callout")).contains("penstock-signature");

        CommandRun stopped = CommandRun.of("discards", "--by", "reason", "--bootstrap", KAFKA.bootstrapServers());
        assertThat(stopped.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED);
        assertThat(stopped.errLines().getLast()).contains("penstock.discard-counts", "set schema.registry.url");
    }

    @Test
    @Order(3)
    void shouldWorkBesideReleasesThatKnowAFieldMoreOrLess() throws Exception {
        Schema present = registered("PacketBatch");
        Schema later = evolved("PacketBatch", "linkSpeed", "long", "0");
        Schema earlier = new Schema.Parser()
                .parse(Files.readString(Path.of(CommandRun.repository(
                        "schemas/src/main/resources/io/penstock/schemas/released/v1/PacketBatch.avsc"))));
        Schema laterVerdicts = evolved("VerdictBatch", "note", "string", "\"\"");
        long packets = sum(stranger.values("penstock.packets"), present.getFullName(), "count");
        List<GenericRecord> verdicts = named(stranger.values("penstock.verdicts"), "VerdictBatch");

        try (OtherRelease releases = new OtherRelease(KAFKA.bootstrapServers(), REGISTRY, stranger)) {
            releases.publishAgain("later", later);
            releases.publishAgain("earlier", earlier);
            RunBooks.assertBalanced(summary(command("run", SERVER, "--host", "present", "--json")));
            long hits = hits();
            releases.publishVerdicts(laterVerdicts, verdicts);
            assertThat(hits())
                    .as("what an old reader counts of new verdicts too")
                    .isGreaterThan(hits);
        }

        Map<String, Long> decided = byAgent(stranger.values("penstock.verdicts"));
        assertThat(decided).containsEntry("later", packets).containsEntry("earlier", packets);
        assertThat(stranger.everything()).doesNotContainKey("penstock.dead-letters");

        stranger.want(later);
        List<GenericRecord> read = named(stranger.values("penstock.packets"), "PacketBatch");
        assertThat(read)
                .as("a new reader")
                .allSatisfy(batch -> assertThat(batch.get("linkSpeed"))
                        .isEqualTo(batch.get("agent").toString().equals("later") ? OtherRelease.LINK_SPEED : 0L));
        assertThat(byAgentCount(read)).containsEntry("later", packets).containsEntry("earlier", packets);
    }

    @Test
    @Order(4)
    void shouldRegisterNothingThatWouldBreakReaders() throws Exception {
        var refused = register("Finding", withField(registered("Finding"), "must", "string", null));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    }

    @Test
    @Order(5)
    void shouldEndWithOneLineWhereTheRegistryIsAway() throws Exception {
        String config = file("schema.registry.url=http://127.0.0.1:1\nschema.registry.timeout.ms=400\n");
        CommandRun away = CommandRun.of(
                "policy", "apply", POLICY, "--bootstrap", KAFKA.bootstrapServers(), "--kafka-config", config);
        assertThat(away.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED);
        assertThat(away.errLines()).hasSize(1);
        assertThat(away.err())
                .startsWith("penstock: partition 0, offset 0 of penstock.policy: schema id ")
                .contains("cannot be looked up: the schema registry at http://127.0.0.1:1 does not give the schema of"
                        + " id ")
                .contains("it cannot be reached");
    }

    /** What the summary says, and what a stranger counts on the topics, under the same names. */
    private static Map<String, Long> told(JsonNode summary) {
        Map<String, Long> told = new TreeMap<>();
        told.put("packets", summary.path("packets").asLong());
        told.put("PERMIT", summary.path("verdicts").path("permit").asLong());
        told.put("BLOCK", summary.path("verdicts").path("block").asLong());
        told.put("ABSORB", summary.path("verdicts").path("absorb").asLong());
        told.put("MALFORMED", summary.path("malformed").asLong());
        told.put("pended", summary.path("pended").asLong());
        told.put("completed", summary.path("completed").asLong());
        told.put("injected", summary.path("injected").asLong());
        told.put("discards", sum(summary.path("discards")));
        told.put("counts", sum(summary.path("discards")));
        told.put("findings", sum(summary.path("findings")));
        told.put("flows", summary.path("flows").asLong());
        return told;
    }

    private static Map<String, Long> counted(Map<String, List<GenericRecord>> topics) {
        Map<String, Long> counted = new TreeMap<>(fates(topics.get("penstock.verdicts")));
        counted.put("packets", sum(topics.get("penstock.packets"), NAMESPACE + "PacketBatch", "count"));
        counted.put("pended", (long) pended(topics.get("penstock.pended.penstock-signature")));
        counted.put("completed", (long) completions(topics.get("penstock.completions")));
        counted.put("injected", (long)
                topics.getOrDefault("penstock.injections", List.of()).size());
        counted.put(
                "discards",
                topics.get("penstock.discards").stream()
                        .mapToLong(batch -> sum(list(batch, "discards"), NAMESPACE + "Discard", "packets"))
                        .sum());
        counted.put("counts", lastCounts());
        counted.put("findings", (long) topics.get("penstock.findings").size());
        counted.put(
                "flows",
                topics.get("penstock.flows").stream()
                        .flatMap(batch -> list(batch, "flows").stream())
                        .filter(flow -> flow.get("state").toString().equals("STARTED"))
                        .count());
        return counted;
    }

    /** Of each key of a partition the last one is in force. */
    private static long lastCounts() {
        Map<String, Long> last = new TreeMap<>();
        List<ConsumerRecord<byte[], byte[]>> places = stranger.records("penstock.discard-counts");
        List<GenericRecord> keys = stranger.keys("penstock.discard-counts");
        List<GenericRecord> values = stranger.values("penstock.discard-counts");
        for (int i = 0; i < keys.size(); i++) {
            String key = places.get(i).partition() + " " + keys.get(i);
            last.put(key, (Long) values.get(i).get("packets"));
        }
        return last.values().stream().mapToLong(Long::longValue).sum();
    }

    private static int pended(List<GenericRecord> records) {
        return records.stream()
                .mapToInt(record -> switch (record.getSchema().getName()) {
                    case "PendedBatch" -> list(record, "packets").size();
                    case "PendedPacket" -> 1;
                    default -> 0;
                })
                .sum();
    }

    private static int completions(List<GenericRecord> records) {
        return records.stream()
                .mapToInt(record -> record.getSchema().getName().equals("CompletionBatch")
                        ? list(record, "completions").size()
                        : 1)
                .sum();
    }

    /** Final fates by action; packets that wait have theirs later. */
    private static Map<String, Long> fates(List<GenericRecord> verdicts) {
        Map<String, Long> fates = new TreeMap<>();
        Stream.of("PERMIT", "BLOCK", "ABSORB", "MALFORMED").forEach(action -> fates.put(action, 0L));
        for (GenericRecord record : verdicts) {
            if (record.getSchema().getName().equals("VerdictBatch")) {
                List<GenericRecord> decisions = list(record, "decisions");
                for (Object outcome : (Collection<?>) record.get("outcomes")) {
                    if ((Integer) outcome >= 0) {
                        fates.merge(
                                decisions.get((Integer) outcome).get("action").toString(), 1L, Long::sum);
                    }
                }
            } else {
                list(record, "verdicts")
                        .forEach(late -> fates.merge(
                                ((GenericRecord) late.get("decision"))
                                        .get("action")
                                        .toString(),
                                1L,
                                Long::sum));
            }
        }
        fates.keySet().removeAll(List.of("PENDED", "HELD"));
        return fates;
    }

    /** Packets with a verdict, or that wait for it, by agent. */
    private static Map<String, Long> byAgent(List<GenericRecord> verdicts) {
        Map<String, Long> packets = new TreeMap<>();
        named(verdicts, "VerdictBatch")
                .forEach(batch -> packets.merge(
                        batch.get("agent").toString(),
                        (long) ((Collection<?>) batch.get("outcomes")).size(),
                        Long::sum));
        return packets;
    }

    private static Map<String, Long> byAgentCount(List<GenericRecord> batches) {
        Map<String, Long> packets = new TreeMap<>();
        batches.forEach(batch ->
                packets.merge(batch.get("agent").toString(), ((Integer) batch.get("count")).longValue(), Long::sum));
        return packets;
    }

    @SuppressWarnings("unchecked")
    private static List<GenericRecord> list(GenericRecord record, String field) {
        return List.copyOf((Collection<GenericRecord>) record.get(field));
    }

    private static List<GenericRecord> named(List<GenericRecord> records, String name) {
        return records.stream()
                .filter(record -> record.getSchema().getName().equals(name))
                .toList();
    }

    private static long sum(List<GenericRecord> records, String name, String field) {
        return records.stream()
                .filter(record -> record.getSchema().getFullName().equals(name))
                .mapToLong(record -> ((Number) record.get(field)).longValue())
                .sum();
    }

    private static long sum(JsonNode rows) {
        long sum = 0;
        for (JsonNode row : rows) {
            sum += row.path("count").asLong();
        }
        return sum;
    }

    private static Map<String, Integer> sizes(Map<String, List<GenericRecord>> topics) {
        Map<String, Integer> sizes = new TreeMap<>();
        topics.forEach((topic, records) -> sizes.put(topic, records.size()));
        return sizes;
    }

    private static long hits() throws Exception {
        long hits = 0;
        for (JsonNode row :
                JSON.readTree(done(command("policy", "hits", "--json")).out())) {
            hits += row.path("packets").asLong();
        }
        return hits;
    }

    private static Schema registered(String record) throws IOException {
        String answer =
                REGISTRY.get(SUBJECTS + NAMESPACE + record + "/versions/latest").body();
        return new Schema.Parser().parse(JSON.readTree(answer).path("schema").asText());
    }

    /** Registers a form with one more field that has a default, as a later release does. */
    private static Schema evolved(String record, String field, String type, String byDefault) throws IOException {
        String text = withField(registered(record), field, type, byDefault);
        var answer = register(record, text);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Schema.Parser().parse(text);
    }

    private static java.net.http.HttpResponse<String> register(String record, String schema) {
        return REGISTRY.post(
                SUBJECTS + NAMESPACE + record + "/versions",
                JSON.createObjectNode().put("schema", schema).toString());
    }

    private static String withField(Schema schema, String field, String type, String byDefault) throws IOException {
        ObjectNode changed = (ObjectNode) JSON.readTree(schema.toString());
        ObjectNode more = ((ArrayNode) changed.path("fields"))
                .addObject()
                .put("name", field)
                .put("type", type);
        if (byDefault != null) {
            more.set("default", JSON.readTree(byDefault));
        }
        return changed.toString();
    }

    private static JsonNode summary(CommandRun run) throws IOException {
        ObjectNode summary = (ObjectNode) JSON.readTree(done(run).out());
        return summary.without(List.of("seconds", "packetsPerSecond"));
    }

    private static CommandRun done(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static CommandRun command(String... arguments) throws IOException {
        return commandWith("", arguments);
    }

    private static CommandRun commandWith(String settings, String... arguments) throws IOException {
        String config = file("schema.registry.url=" + REGISTRY.url() + "\n" + settings);
        return CommandRun.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--bootstrap", KAFKA.bootstrapServers(), "--kafka-config", config))
                .toArray(String[]::new));
    }

    private static String file(String properties) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "client", ".properties"), properties)
                .toString();
    }
}
