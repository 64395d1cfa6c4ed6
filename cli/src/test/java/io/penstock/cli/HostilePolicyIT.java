// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents and exports that are broken or mean harm get one line that names the place, and exit code 2, within a heap of 256 MiB. */
class HostilePolicyIT {
    private static final String HEAP = "-Xmx256m";
    private static final long LARGE_BYTES = Long.getLong("penstock.large.export.bytes", 200L << 20);
    private static final Path EXPORTS =
            Path.of(System.getProperty("penstock.data", "../shared/data")).resolve("wfp");

    @TempDir
    private Path folder;

    private static CommandLoop commands;

    @BeforeAll
    static void start() {
        commands = CommandLoop.start(HEAP);
    }

    @AfterAll
    static void end() {
        commands.close();
    }

    static Stream<Arguments> documents() {
        String x = Collections.nCopies(10, "x").toString();
        String aliases = "a0: &a0 " + x + "\n"
                + IntStream.range(1, 20)
                        .mapToObj(i -> "a" + i + ": &a" + i + " " + Collections.nCopies(10, "*a" + (i - 1)) + "\n")
                        .collect(Collectors.joining());
        return Stream.of(
                Arguments.of("aliases of aliases", aliases, "more than 1000000 nodes"),
                Arguments.of("an anchor that holds itself", "filters: &a [*a]", "alias *a names no anchor before it"),
                Arguments.of("depth", "filters: " + "[".repeat(100_000), "nested more than 32 deep"),
                Arguments.of("depth in blocks", deepBlocks(), "nested more than 32 deep"),
                Arguments.of("a huge scalar", "policy: \"" + "x".repeat(17 << 20) + "\"", "at most 16777216 bytes"),
                Arguments.of("many keys", keys(1_200_000), "more than 1000000 nodes"),
                Arguments.of("many unknown keys", keys(2_000), ""),
                Arguments.of("no text", "\u0000\u0001", "not YAML"),
                Arguments.of("a tag of a class", "policy: !!javax.script.ScriptEngineManager [x]", "a list as policy"),
                Arguments.of(
                        "sets in a circle", "sets: {ports: {a: [$b], b: [$a]}}", "sets that hold each other: $a → $b"));
    }

    private static String deepBlocks() {
        return IntStream.range(0, 2000).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void shouldRefuseADocument(String what, String document, String error) throws Exception {
        Path file = Files.writeString(folder.resolve("hostile.yaml"), document);
        List<String> lines = refused("policy", "validate", file.toString());
        assertThat(lines.getFirst()).startsWith("penstock: " + file + ":").contains(error);
        // Mistakes of the ordinary kind are told one by one, but not without end.
        assertThat(lines).hasSizeLessThanOrEqualTo(error.isEmpty() ? 1000 : 1);
    }

    @Test
    void shouldRefuseDocumentsThatIncludeEachOther() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "include: b.yaml\n");
        Files.writeString(folder.resolve("b.yaml"), "include: a.yaml\n");
        String a = folder.resolve("a.yaml").toString();
        String b = folder.resolve("b.yaml").toString();
        assertThat(refused("policy", "validate", a))
                .singleElement()
                .asString()
                .startsWith(
                        "penstock: " + b + ":1:10: documents that include each other: " + a + " → " + b + " → " + a);
    }

    @Test
    void shouldRefuseAFileWithoutEnd() throws Exception {
        Path endless = Path.of("/dev/zero");
        assumeTrue(Files.exists(endless), "no /dev/zero");
        assertThat(refused("policy", "validate", endless.toString()))
                .singleElement()
                .asString()
                .contains("at most 16777216 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<wfpdiag><filters></wfpdiag>",
                "<wfpdiag><filters",
                "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><wfpdiag>&x;</wfpdiag>",
                "<!DOCTYPE w SYSTEM \"http://192.0.2.1/\"><wfpdiag/>",
                "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b"
                        + " \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><wfpdiag>&b;</wfpdiag>",
                "<wfpdiag><filters><item><filterKey>&x;</filterKey></item></filters></wfpdiag>"
            })
    void shouldRefuseAnExportThatIsNotWellFormedOrAsksForOtherFiles(String xml) throws Exception {
        Path file = Files.writeString(folder.resolve("hostile.xml"), xml);
        for (String[] command : new String[][] {{"policy", "import-wfp"}, {"policy", "show"}}) {
            assertThat(refused(command[0], command[1], file.toString()))
                    .singleElement()
                    .asString()
                    .startsWith("penstock: " + file + ":1:")
                    .contains("expected");
        }
    }

    @Test
    void shouldRefuseALargeExportOfMoreFiltersThanAPolicyCanHave() throws Exception {
        Path file = large(i -> "<item><filterKey>{" + i + "}</filterKey><displayData><name>f</name></displayData>"
                + "<layerKey>FWPM_LAYER_STREAM_V4</layerKey><action><type>FWP_ACTION_BLOCK</type></action>"
                + "<filterId>" + (i + 1) + "</filterId><x y=\"" + "x".repeat(2000) + "\"/></item>\n");
        assertThat(refused("policy", "import-wfp", file.toString()))
                .singleElement()
                .asString()
                .contains("too large a policy — expected at most 50000 filters");
    }

    @Test
    void shouldImportALargeExportThatHoldsAPolicyOfUsualSize() throws Exception {
        Path file = large(i -> i == 0
                ? "<item><filterKey>{1}</filterKey><displayData><name>f</name></displayData><layerKey>"
                      + "FWPM_LAYER_STREAM_V4</layerKey><action><type>FWP_ACTION_BLOCK</type></action></item></filters><netEvents>"
                : "<item><header><appId>" + "x".repeat(4000) + "</appId></header></item>\n");
        Files.writeString(file, "</netEvents></wfpdiag>", StandardOpenOption.APPEND);
        CommandRun run = commands.run("policy", "import-wfp", file.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"filters\":1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters-fr-2026-04-21.xml",
                "filters-fr-2026-04-21-crlf.xml",
                "filters-zh-2025-06.xml",
                "wfpstate-en-2024-10.xml",
                "wfpstate-small-2026-04.xml"
            })
    void shouldImportAMachinesWholeExportWithinTheSameHeap(String name) throws Exception {
        Path export = EXPORTS.resolve(name);
        assumeTrue(Files.exists(export), "no real exports at " + EXPORTS);
        Path policy = folder.resolve("policy.yaml");
        CommandRun run = commands.run("policy", "import-wfp", export.toString(), "-o", policy.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(policy).isNotEmptyFile();
    }

    private Path large(IntFunction<String> item) throws IOException {
        Path file = folder.resolve("large.xml");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("<wfpdiag><filters>\n");
            long written = 0;
            for (int i = 0; written < LARGE_BYTES; i++) {
                String text = item.apply(i);
                out.write(text);
                written += text.length();
            }
        }
        return file;
    }

    private static List<String> refused(String... arguments) {
        CommandRun run = commands.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        return run.errLines();
    }
}
