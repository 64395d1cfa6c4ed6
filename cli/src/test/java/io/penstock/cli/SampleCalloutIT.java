// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A third party's callout in a jar of its own, built as samples/callout/README.md says, decides packets offline and in workers. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SampleCalloutIT {
    private static final Path SAMPLE = Path.of(CommandRun.repository("samples/callout"));
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");

    @TempDir
    private Path folder;

    @Test
    void shouldDecideAloneAndInWorkersAlike() throws Exception {
        Path jar = jar(compiled());

        JsonNode evaluated = command(jar, "evaluate", OFFICE, "--policy", policy(), "--format", "jsonl");
        JsonNode ran = command(jar, "run", OFFICE, "--policy", policy(), "--json");

        assertThat(evaluated.get("blocked").asLong()).isPositive();
        assertThat(ran.path("verdicts").path("block").asLong())
                .isEqualTo(evaluated.get("blocked").asLong());
        assertThat(ran.path("findings").findValuesAsText("callout")).containsExactly("example-long-dns-names");
        assertThat(ran.path("completed").asLong())
                .isEqualTo(ran.path("pended").asLong())
                .isPositive();
    }

    private static String policy() {
        return SAMPLE.resolve("policy.yaml").toString();
    }

    private Path compiled() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        try (Stream<Path> sources = Files.walk(SAMPLE.resolve("src"))) {
            sources.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(code).as("javac").isZero();
        return classes;
    }

    private Path jar(Path classes) throws IOException {
        Path jar = folder.resolve("long-dns-names.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            add(out, classes, classes);
            add(out, SAMPLE, SAMPLE.resolve("META-INF"));
        }
        return jar;
    }

    private static void add(JarOutputStream out, Path root, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                try {
                    out.putNextEntry(new JarEntry(root.relativize(file).toString()));
                    Files.copy(file, out);
                } catch (IOException unwritable) {
                    throw new UncheckedIOException(unwritable);
                }
            });
        }
    }

    /** The command in a JVM whose class path has the jar; of lines, how many say block. */
    private JsonNode command(Path jar, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + jar,
                PenstockCommand.class.getName()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve(arguments[0] + ".out");
        Path err = folder.resolve(arguments[0] + ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        ObjectMapper json = new ObjectMapper();
        if (arguments[0].equals("run")) {
            return json.readTree(Files.readString(out));
        }
        long blocked = 0;
        for (String line : Files.readAllLines(out)) {
            blocked += json.readTree(line).path("action").asText().equals("block") ? 1 : 0;
        }
        return json.createObjectNode().put("blocked", blocked);
    }
}
