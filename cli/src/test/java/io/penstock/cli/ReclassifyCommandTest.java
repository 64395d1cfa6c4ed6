// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReclassifyCommandTest {
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final String OLD = CommandRun.repository("samples/policy.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private String edited;

    @BeforeEach
    void editThePolicy() throws IOException {
        // HTTPS is let through no more, one filter is renamed, and one no longer blocks.
        String text = Files.readString(Path.of(OLD))
                .replace("conditionValue: 443 }", "conditionValue: 8443 }")
                .replace("filterKey: permit-ssh", "filterKey: permit-secure-shell")
                .replace("filterKey: permit-dns-v4", "filterKey: permit-resolver-v4")
                .replace("conditionValue: 23 }", "conditionValue: 2323 }");
        edited = write("edited.yaml", text);
    }

    @Test
    void shouldFindExactlyWhatComparingTwoEvaluationsFindsInTheSamples() throws IOException {
        assertThat(changes(OFFICE, any -> true))
                .isEqualTo(bruteForce(OFFICE, any -> true))
                .isNotEmpty();
    }

    @Test
    void shouldFindExactlyWhatComparingTwoEvaluationsFindsInTheMix() throws IOException {
        String mix = mix();
        List<String> changes = changes(mix, any -> true);

        assertThat(changes).isEqualTo(bruteForce(mix, any -> true));
        assertThat(changes).anyMatch(line -> line.contains(" changed "));
    }

    @Test
    void shouldReportTheSamePacketsOfARangeThatBeginsAmidFlowsAsOfTheWhole() throws IOException {
        String mix = mix();
        List<JsonNode> lines = evaluated(mix, OLD);
        BigDecimal from = lines.get(lines.size() / 3).get("time").decimalValue();
        BigDecimal to = lines.get(lines.size() / 3 * 2).get("time").decimalValue();
        Predicate<BigDecimal> inside = time -> time.compareTo(from) >= 0 && time.compareTo(to) < 0;

        List<String> changes = changes(mix, inside, "--from", from.toPlainString(), "--to", to.toPlainString());

        assertThat(changes).isEqualTo(bruteForce(mix, inside)).isNotEmpty();
        long packets = lines.stream()
                .filter(line -> inside.test(line.get("time").decimalValue()))
                .count();
        JsonNode summary = summary(mix, "--from", from.toPlainString(), "--to", to.toPlainString());
        assertThat(summary.get("packets").asLong()).isEqualTo(packets);
    }

    @Test
    void shouldGiveTheSameBytesHoweverManyCapturesAreReadAtATime() {
        for (String format : List.of("summary", "jsonl")) {
            String one = reclassify(OFFICE, SERVER, OFFICE, "--format", format, "--parallel", "1")
                    .out();
            assertThat(reclassify(OFFICE, SERVER, OFFICE, "--format", format, "--parallel", "4")
                            .out())
                    .isEqualTo(one);
            assertThat(reclassify(OFFICE, SERVER, OFFICE, "--format", format, "--parallel", "3")
                            .out())
                    .isEqualTo(one);
        }
    }

    @Test
    void shouldTellTheFixedMembersAndSumsThatAddUp() throws IOException {
        JsonNode summary = summary(OFFICE);

        List<String> names = new ArrayList<>();
        summary.fieldNames().forEachRemaining(names::add);
        assertThat(names).contains("packets", "unchanged", "moved", "changed", "unknown", "groups", "policies");
        assertThat(summary.get("packets").asLong())
                .isEqualTo(summary.get("unchanged").asLong()
                        + summary.get("moved").asLong()
                        + summary.get("changed").asLong()
                        + summary.get("unknown").asLong())
                .isEqualTo(2978);
        long grouped = 0;
        for (JsonNode group : summary.get("groups")) {
            assertThat(group.has("from") && group.has("to") && group.has("fromFilter") && group.has("toFilter"))
                    .isTrue();
            assertThat(group.get("firstPacket").get("file").asText()).isEqualTo(OFFICE);
            grouped += group.get("packets").asLong();
        }
        assertThat(grouped)
                .isEqualTo(
                        summary.get("moved").asLong() + summary.get("changed").asLong());
        assertThat(summary.get("policies").get("old").asText()).hasSize(64);
        assertThat(summary.get("policies").get("new").asText())
                .hasSize(64)
                .isNotEqualTo(summary.get("policies").get("old").asText());
    }

    @Test
    void shouldNameTheFirstPacketOfEachGroupThatTheLinesHave() throws IOException {
        List<String> changes = changes(OFFICE, any -> true);
        JsonNode first = summary(OFFICE).get("groups").get(0);

        String filters =
                first.get("fromFilter").asText() + " > " + first.get("toFilter").asText();
        assertThat(changes.stream().filter(line -> line.endsWith(filters)).findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith(first.get("firstPacket").get("number").asText() + " "));
    }

    @Test
    void shouldFailOnChangeOnlyWhereAPacketIsChanged() {
        assertThat(reclassify(OFFICE, "--fail-on-change").exitCode()).isEqualTo(1);
        assertThat(CommandRun.of(
                                "reclassify",
                                "--capture",
                                OFFICE,
                                "--policy",
                                OLD,
                                "--baseline",
                                OLD,
                                "--fail-on-change")
                        .exitCode())
                .isZero();
    }

    @Test
    void shouldCountWhatHangsOnACalloutThatCannotBeAskedAsUnknown() throws IOException {
        String text = Files.readString(Path.of(OLD)).replace("penstock-signature", "nobody-has-this");
        String silent = write("silent.yaml", text);

        CommandRun run =
                CommandRun.of("reclassify", "--capture", OFFICE, "--policy", silent, "--baseline", OLD, "--json");

        JsonNode summary = JSON.readTree(run.out());
        assertThat(summary.get("unknown").asLong()).isPositive();
        assertThat(summary.get("unknownGroups")).isNotEmpty();
    }

    @Test
    void shouldReadTheCaptureFromStandardInput() throws IOException {
        CommandRun run = CommandRun.withInput(
                Files.readAllBytes(Path.of(OFFICE)),
                "reclassify",
                "--capture",
                "-",
                "--policy",
                edited,
                "--baseline",
                OLD);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(reclassify(OFFICE).out().replace(OFFICE, "-"));
    }

    @Test
    void shouldRefuseWhatCannotBeAnswered() {
        assertThat(CommandRun.of("reclassify", "--capture", OFFICE, "--policy", OLD)
                        .exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of("reclassify", "--policy", OLD, "--baseline", OLD)
                        .errLines())
                .singleElement()
                .asString()
                .contains("one of --capture FILE and --bootstrap");
        assertThat(reclassify(OFFICE, "--from", "yesterday").errLines())
                .singleElement()
                .asString()
                .contains("--from yesterday: a time");
        assertThat(reclassify(OFFICE, "--from", "20", "--to", "10").exitCode()).isEqualTo(2);
        assertThat(reclassify(OFFICE, "--lead-in", "1y").exitCode()).isEqualTo(2);
        assertThat(reclassify("missing.pcap").exitCode()).isEqualTo(2);
        assertThat(reclassify(OFFICE, "--application", "week").errLines())
                .singleElement()
                .asString()
                .contains("--application: only with --bootstrap");
        String[] shared = {"reclassify", "--bootstrap", "127.0.0.1:1", "--policy", OLD, "--application", "a week"};
        assertThat(CommandRun.of(shared).errLines())
                .singleElement()
                .asString()
                .contains("--application: 1 to 100 letters");
        shared[shared.length - 1] = "week";
        String[] kept = Stream.concat(Stream.of(shared), Stream.of("--state", folder.toString()))
                .toArray(String[]::new);
        assertThat(CommandRun.of(kept).errLines())
                .singleElement()
                .asString()
                .contains("--state: not with --application");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String mix() {
        Path data = Path.of(System.getProperty("penstock.data", "../shared/data"));
        Path mix = data.resolve("captures").resolve("mix-general-28k.pcap");
        assumeTrue(Files.isRegularFile(mix), "reference captures are absent: " + data);
        return mix.toString();
    }

    private CommandRun reclassify(String... capturesAndMore) {
        List<String> arguments = new ArrayList<>(List.of("reclassify", "--policy", edited, "--baseline", OLD));
        arguments.add("--capture");
        arguments.addAll(List.of(capturesAndMore));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private JsonNode summary(String capture, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addFirst(capture);
        arguments.add("--json");
        return JSON.readTree(reclassify(arguments.toArray(String[]::new)).out());
    }

    /** Packets that differ, each as a line of its number, how, and both filters. */
    private List<String> changes(String capture, Predicate<BigDecimal> inside, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addFirst(capture);
        arguments.addAll(List.of("--format", "jsonl"));
        CommandRun run = reclassify(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> changes = new ArrayList<>();
        for (String line : run.outLines()) {
            JsonNode change = JSON.readTree(line);
            assertThat(inside.test(change.get("time").decimalValue())).isTrue();
            changes.add(line(change.get("n"), change.get("comparison").asText(), change.get("old"), change.get("new")));
        }
        return changes;
    }

    private List<String> bruteForce(String capture, Predicate<BigDecimal> inside) throws IOException {
        List<JsonNode> before = evaluated(capture, OLD);
        List<JsonNode> after = evaluated(capture, edited);
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            JsonNode from = before.get(i);
            JsonNode to = after.get(i);
            if (!inside.test(from.get("time").decimalValue())) {
                continue;
            }
            if (!from.get("action").equals(to.get("action"))) {
                changes.add(line(from.get("n"), "changed", from, to));
            } else if (!Objects.equals(from.get("filter"), to.get("filter"))
                    || !Objects.equals(from.get("layer"), to.get("layer"))) {
                changes.add(line(from.get("n"), "moved", from, to));
            }
        }
        return changes;
    }

    private static String line(JsonNode number, String comparison, JsonNode from, JsonNode to) {
        return number.asLong() + " " + comparison + " " + from.get("action").asText() + " > "
                + to.get("action").asText() + " " + from.path("layer").asText() + " > "
                + to.path("layer").asText() + " " + from.path("filter").asText("null") + " > "
                + to.path("filter").asText("null");
    }

    private static List<JsonNode> evaluated(String capture, String policy) throws IOException {
        CommandRun run = CommandRun.of("evaluate", capture, "--policy", policy, "--format", "jsonl");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.outLines()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
