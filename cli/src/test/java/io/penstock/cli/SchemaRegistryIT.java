// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.testsupport.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Penstock with a real schema registry, whose roles are processes of their own: strangers read its topics, and releases that know other forms of its records run beside it. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SchemaRegistryIT {
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final String POLICY = CommandRun.repository("samples/policy.yaml");
    private static final String NAMESPACE = StrangersBook.NAMESPACE;
    private static final String NETEVENTS =
            CommandRun.repository("ingest/src/test/resources/io/penstock/ingest/events/netevents.xml");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final ApicurioServer REGISTRY = new ApicurioServer();

    @TempDir
    static Path folder;

    private static FaultCluster cluster;
    private static RegistrySubjects subjects;
    private static StrangersReader stranger;
    private static ApicurioSerde apicurio;
    private static StrangersBook book;

    @BeforeAll
    static void open() throws IOException {
        cluster = FaultCluster.start(Files.createDirectory(folder.resolve("cluster")));
        subjects = new RegistrySubjects(REGISTRY);
        stranger = new StrangersReader(Map.of("bootstrap.servers", cluster.bootstrapServers()), REGISTRY);
        book = new StrangersBook(stranger);
        apicurio = new ApicurioSerde(REGISTRY);
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            apicurio.close();
            stranger.close();
            cluster.close();
        }
    }

    @Test
    @Order(0)
    void shouldEndWithOneLineWhereTheRegistryRefusesAForm() throws Exception {
        String taken = """
            {"type": "record", "name": "LeaseClock", "namespace": "io.penstock.schemas",
             "fields": [{"name": "hands", "type": "int"}]}\
            """;
        assertThat(subjects.register("LeaseClock", taken).statusCode()).isEqualTo(200);
        assertThat(REGISTRY.put("/apis/ccompat/v7/config/" + NAMESPACE + "LeaseClock", "{\"compatibility\":\"FULL\"}")
                        .statusCode())
                .isEqualTo(200);

        CommandRun run = command("policy", "apply", POLICY);
        // Else all that follows fails too.
        subjects.delete("LeaseClock");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains(REGISTRY.url(), NAMESPACE + "LeaseClock: HTTP status 409");
        System.out.println("a form that the registry refuses: " + run.err());
    }

    @Test
    @Order(1)
    void shouldGiveTheTotalsOfARunOnOneMachineAndTopicsThatAnyAvroReaderReads() throws Exception {
        cluster.clients("schema.registry.url=" + REGISTRY.url());
        cluster.classify(POLICY);
        cluster.addWorker(List.of(RoleCluster.CALLOUT));
        Path office = folder.resolve("office.pcapng");
        SampleTraffic.write(office, false);
        ChildJvm agent = cluster.agent("--capture", office.toString(), "--host", "one");

        JsonNode alone = summary(CommandRun.of("run", office.toString(), "--policy", POLICY, "--json"));

        assertThat(agent.awaitEnd(PATIENCE)).isZero();
        assertThat(alone.path("pended").asInt())
                .as("packets that a worker decides")
                .isPositive();
        awaitVerdicts("one", alone.path("packets").asInt());
        // What would come twice or late has come once they have nothing left to do.
        cluster.stop();
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
        assertThat(book.counted(topics)).isEqualTo(StrangersBook.told(alone));
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
                .isEqualTo(StrangersBook.fates(stranger.values("penstock.verdicts"))
                        .get("BLOCK"));
        assertThat(done(command("policy", "history")).out()).contains("active");
        assertThat(done(command("policy", "hits")).out()).contains("hide-closed-ports");
        JsonNode callouts = JSON.readTree(done(command("callouts", "--json")).out());
        assertThat(callouts.findValuesAsText("callout")).contains("penstock-signature");

        assertThat(done(command("top")).out()).contains("penstock.packets", RoleCluster.CALLOUT);
        assertThat(done(command("reclassify", "--policy", POLICY, "--json")).out())
                .contains("\"moved\":0,\"changed\":0,\"unknown\":0");
        JsonNode imported = JSON.readTree(
                done(command("import-netevents", NETEVENTS, "--json")).out());
        List<GenericRecord> drops = stranger.values("penstock.discards").stream()
                .filter(batch -> !batch.get("source").toString().isEmpty())
                .flatMap(batch -> StrangersBook.list(batch, "discards").stream())
                .toList();
        assertThat(StrangersBook.sum(drops, NAMESPACE + "Discard", "packets"))
                .isPositive()
                .isEqualTo(imported.path("packets").asLong());

        CommandRun stopped = CommandRun.of("discards", "--by", "reason", "--bootstrap", cluster.bootstrapServers());
        assertThat(stopped.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED);
        assertThat(stopped.errLines().getLast()).contains("penstock.discard-counts", "set schema.registry.url");
    }

    @Test
    @Order(2)
    void shouldWriteWhatApicuriosOwnDeserializerReads() throws Exception {
        Map<String, Integer> read = new TreeMap<>();
        stranger.recordsOfAll().forEach((topic, records) -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                assertThat(apicurio.read(topic, record.value())).as(topic).isEqualTo(stranger.value(record));
            }
            read.put(topic, records.size());
        });
        assertThat(read).hasSizeGreaterThan(10);
        System.out.println("records that Apicurio's deserializer read: " + read);
    }

    @Test
    @Order(3)
    void shouldWorkBesideReleasesThatKnowAFieldMoreOrLess() throws Exception {
        Schema present = subjects.latest("PacketBatch");
        Schema earlier = new Schema.Parser()
                .parse(Files.readString(Path.of(CommandRun.repository(
                        "schemas/src/main/resources/io/penstock/schemas/released/v1/PacketBatch.avsc"))));
        long packets = StrangersBook.sum(stranger.values("penstock.packets"), present.getFullName(), "count");
        List<GenericRecord> verdicts = StrangersBook.named(stranger.values("penstock.verdicts"), "VerdictBatch");
        Schema later;

        try (OtherRelease releases = new OtherRelease(cluster.bootstrapServers(), REGISTRY, stranger)) {
            // Apicurio's serializer takes the latest form, which is Penstock's until a later release comes.
            releases.publishAgain("apicurio", present, apicurio);
            later = subjects.evolve("PacketBatch", "linkSpeed", "long", "0");
            releases.publishAgain("later", later);
            releases.publishAgain("earlier", earlier);
            RunBooks.assertBalanced(summary(command("run", SERVER, "--host", "present", "--json")));
            long hits = hits();
            releases.publishVerdicts(subjects.evolve("VerdictBatch", "note", "string", "\"\""), verdicts);
            assertThat(hits())
                    .as("what an old reader counts of new verdicts too")
                    .isGreaterThan(hits);
        }

        Map<String, Long> decided = StrangersBook.byAgent(stranger.values("penstock.verdicts"));
        assertThat(decided)
                .containsEntry("later", packets)
                .containsEntry("earlier", packets)
                .containsEntry("apicurio", packets);
        assertThat(stranger.everything()).doesNotContainKey("penstock.dead-letters");

        stranger.want(later);
        List<GenericRecord> read = StrangersBook.named(stranger.values("penstock.packets"), "PacketBatch");
        assertThat(read)
                .as("a new reader")
                .allSatisfy(batch -> assertThat(batch.get("linkSpeed"))
                        .isEqualTo(batch.get("agent").toString().equals("later") ? OtherRelease.LINK_SPEED : 0L));
        assertThat(byAgentCount(read)).containsEntry("later", packets).containsEntry("earlier", packets);
    }

    @Test
    @Order(4)
    void shouldRegisterNothingThatWouldBreakReaders() throws Exception {
        var refused = subjects.registerBreaking("Finding", "must", "string");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    }

    @Test
    @Order(5)
    void shouldEndWithOneLineWhereTheRegistryIsAway() throws Exception {
        String config = file("schema.registry.url=http://127.0.0.1:1\nschema.registry.timeout.ms=3000\n");
        CommandRun away = CommandRun.of(
                "policy", "apply", POLICY, "--bootstrap", cluster.bootstrapServers(), "--kafka-config", config);
        assertThat(away.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED);
        assertThat(away.errLines()).hasSize(1);
        // The topic is compacted, so its first record may stand at any offset.
        long first = stranger.records("penstock.policy").getFirst().offset();
        assertThat(away.err())
                .startsWith("penstock: partition 0, offset " + first + " of penstock.policy: schema id ")
                .contains("cannot be looked up: the schema registry at http://127.0.0.1:1 does not give the schema of"
                        + " id ")
                .contains("it cannot be reached");
    }

    @Test
    @Order(6)
    void shouldSpeakTlsWithARegistryThatItTrustsAndWithNoOther() throws Exception {
        String truststore = "schema.registry.ssl.truststore.location=" + REGISTRY.truststore()
                + "\nschema.registry.ssl.truststore.password=" + TlsStores.PASSWORD + "\n";
        CommandRun trusted = commandAt(REGISTRY.secureUrl(), truststore, "policy", "history");
        assertThat(trusted.exitCode()).as(trusted.err()).isZero();
        assertThat(trusted.out()).contains("active");

        // The longest there is: who asked again would not see the end of it.
        CommandRun stranger =
                commandAt(REGISTRY.secureUrl(), "schema.registry.timeout.ms=600000\n", "policy", "history");
        assertThat(stranger.exitCode()).isEqualTo(ExitCode.OUTSIDE_FAILED);
        assertThat(stranger.errLines()).singleElement().asString().contains(REGISTRY.secureUrl(), "certification path");
    }

    @Test
    @Order(7)
    void shouldChangeOverWhileTrafficGoesOnAndThenWorkBesideALaterRelease() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("changing"));
        try (ChangeOver change = ChangeOver.start(directory, REGISTRY)) {
            change.readBothForms();
            change.writeTheNewForm();
            change.workBesideALaterRelease();

            Map<String, List<GenericRecord>> topics = change.audit();
            for (String topic : List.of("penstock.verdicts", "penstock.pended.penstock-signature")) {
                Map<String, Long> records = LaterForms.byRelease(topics.get(topic).stream());
                System.out.println(topic + ", records by release: " + records);
                assertThat(records).as(topic).containsOnlyKeys(LaterForms.THIS, LaterForms.NEXT);
            }
        }
    }

    private static void awaitVerdicts(String agent, int packets) {
        Map<String, Object> client = REGISTRY.clients(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        try (ClusterBook read = ClusterBook.fromTheStart(client, Set.of(agent), List.of(RoleCluster.CALLOUT))) {
            read.await(
                    "a verdict for each of " + packets + " packets, and the end of each pend",
                    PATIENCE,
                    () -> read.verdicts().size() >= packets && read.openPends().isEmpty());
        }
    }

    private static Map<String, Long> byAgentCount(List<GenericRecord> batches) {
        Map<String, Long> packets = new TreeMap<>();
        batches.forEach(batch ->
                packets.merge(batch.get("agent").toString(), ((Integer) batch.get("count")).longValue(), Long::sum));
        return packets;
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

    private static JsonNode summary(CommandRun run) throws IOException {
        ObjectNode summary = (ObjectNode) JSON.readTree(done(run).out());
        return summary.without(List.of("seconds", "packetsPerSecond"));
    }

    private static CommandRun done(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static CommandRun command(String... arguments) throws IOException {
        return commandAt(REGISTRY.url(), "", arguments);
    }

    private static CommandRun commandAt(String url, String settings, String... arguments) throws IOException {
        return CommandRun.of(withRegistry(url, settings, arguments));
    }

    private static String[] withRegistry(String url, String settings, String... arguments) throws IOException {
        String config = file("schema.registry.url=" + url + "\n" + settings);
        return Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--bootstrap", cluster.bootstrapServers(), "--kafka-config", config))
                .toArray(String[]::new);
    }

    private static String file(String properties) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "client", ".properties"), properties)
                .toString();
    }
}
