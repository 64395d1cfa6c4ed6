// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqStruct;
import io.penstock.cli.parquet.ChangeTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Parquet file, read back by another implementation of the format, against the JSON lines. */
class ReclassifyParquetTest {
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final String OLD = CommandRun.repository("samples/policy.yaml");
    private static final List<String> TEXTS =
            List.of("action", "layer", "sublayer", "filter", "callout", "reason", "policyVersion");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    private Path folder;

    @Test
    void shouldHoldTheJsonLinesRowForRowAndTheSameBytesInEachRun() throws IOException {
        Path edited = Files.writeString(
                folder.resolve("edited.yaml"),
                Files.readString(Path.of(OLD))
                        .replace("conditionValue: 443 }", "conditionValue: 8443 }")
                        .replace("filterKey: permit-ssh", "filterKey: permit-secure-shell"));
        String[] command = {
            "reclassify", "--capture", OFFICE, SERVER, "--baseline", OLD, "--policy", edited.toString(), "--format"
        };
        Path first = folder.resolve("first.parquet");
        Path second = folder.resolve("second.parquet");
        CommandRun lines = CommandRun.of(with(command, "jsonl"));
        CommandRun table = CommandRun.of(with(command, "parquet", "-o", first.toString(), "--parallel", "1"));
        CommandRun.of(with(command, "parquet", "-o", second.toString(), "--parallel", "2"));

        assertThat(table.exitCode()).as(table.toString()).isZero();
        assertThat(table.out()).isEmpty();
        assertThat(rows(first)).isEqualTo(expected(lines.outLines())).hasSizeGreaterThan(10);
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void shouldHoldRowsOfAgentsOverSeveralRowGroups() throws IOException {
        Path file = folder.resolve("agents.parquet");
        List<String> lines = new ArrayList<>();
        for (long i = 0; i < 1_050; i++) {
            String more = i % 3 == 0
                    ? ""
                    : ",\"layer\":\"L" + i % 7 + "\",\"terminating\":" + (i % 2 == 0) + ",\"policyVersion\":\"v\"";
            lines.add("{\"agent\":\"a\",\"incarnation\":-" + i + ",\"sequence\":"
                    + Long.toUnsignedString(Long.MAX_VALUE - 500 + i) + ",\"time\":1700000000."
                    + String.format("%09d", i) + ",\"direction\":\"inbound\",\"comparison\":\"changed\","
                    + "\"old\":{\"action\":\"permit\"},\"new\":{\"action\":\"block\"" + more + "}}");
        }
        write(file, lines);

        assertThat(rows(file)).isEqualTo(expected(lines));
    }

    @Test
    void shouldBeAFileWithoutRowsWhereNothingChanges() throws IOException {
        Path file = folder.resolve("same.parquet");
        CommandRun run = CommandRun.of(
                "reclassify",
                "--capture",
                OFFICE,
                "--baseline",
                OLD,
                "--policy",
                OLD,
                "--format",
                "parquet",
                "-o",
                file.toString());

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(rows(file)).isEmpty();
    }

    @Test
    void shouldWantAFileThatCanBeWrittenWithParquetAlone() {
        String[] command = {"reclassify", "--capture", OFFICE, "--baseline", OLD, "--policy", OLD};
        assertThat(CommandRun.of(with(command, "--format", "parquet")).errLines())
                .containsExactly("penstock: -o FILE: expected with --format parquet");
        assertThat(CommandRun.of(with(command, "-o", "x.parquet")).errLines())
                .containsExactly("penstock: -o FILE: only with --format parquet");
        CommandRun nowhere = CommandRun.of(with(
                command, "--format", "parquet", "-o", folder.resolve("no/where").toString()));
        assertThat(nowhere.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(nowhere.errLines()).singleElement().asString().contains("cannot be written");
    }

    private static void write(Path file, List<String> lines) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChangeTable table = new ChangeTable(out, 100);
            for (String line : lines) {
                table.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            table.finish();
        }
    }

    private static String[] with(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<Map<String, Object>> expected(List<String> lines) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String line : lines) {
            JsonNode json = JSON.readTree(line);
            Map<String, Object> row = new TreeMap<>();
            json.properties().forEach(member -> {
                switch (member.getKey()) {
                    case "old", "new" ->
                        member.getValue()
                                .properties()
                                .forEach(inner ->
                                        row.put(member.getKey() + "." + inner.getKey(), plain(inner.getValue())));
                    case "time" ->
                        row.put(
                                "time",
                                member.getValue()
                                        .decimalValue()
                                        .movePointRight(9)
                                        .longValueExact());
                    case "sequence" ->
                        row.put(
                                "sequence",
                                Long.parseUnsignedLong(member.getValue().asText()));
                    default -> row.put(member.getKey(), plain(member.getValue()));
                }
            });
            rows.add(row);
        }
        return rows;
    }

    private static Object plain(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? (Object) value.longValue() : value.textValue();
    }

    /** Every value that is there, by its name. */
    private static List<Map<String, Object>> rows(Path file) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader rows = reader.rowReader()) {
            while (rows.hasNext()) {
                rows.next();
                Map<String, Object> row = new TreeMap<>();
                for (String name : List.of("file", "agent", "direction", "comparison")) {
                    if (!rows.isNull(name)) {
                        row.put(name, rows.getString(name));
                    }
                }
                for (String name : List.of("n", "incarnation", "sequence")) {
                    if (!rows.isNull(name)) {
                        row.put(name, rows.getLong(name));
                    }
                }
                Instant time = rows.getTimestamp("time");
                row.put("time", time.getEpochSecond() * 1_000_000_000L + time.getNano());
                side(row, "old", rows.getStruct("old"));
                side(row, "new", rows.getStruct("new"));
                all.add(row);
            }
        }
        return all;
    }

    private static void side(Map<String, Object> row, String side, PqStruct verdict) {
        for (String name : TEXTS) {
            if (!verdict.isNull(name)) {
                row.put(side + "." + name, verdict.getString(name));
            }
        }
        for (String name : List.of("terminating", "uncertain")) {
            if (!verdict.isNull(name)) {
                row.put(side + "." + name, verdict.getBoolean(name));
            }
        }
    }
}
