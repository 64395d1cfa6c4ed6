// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chosen packets, whose explanations stand line by line in {@code src/test/resources/explain}. Each file begins with the arguments of its command, a {@code $} before each
 * line of them. After a change that is meant, {@code -Dpenstock.golden=write} writes them anew; read what has changed before keeping it.
 */
class ExplainGoldenTest {
    private static final Path GOLDEN = Path.of(CommandRun.repository("cli/src/test/resources/explain"));

    static Stream<Path> golden() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldExplainAsWritten(Path file) throws IOException {
        List<String> expected = Files.readAllLines(file);
        List<String> command =
                expected.stream().takeWhile(line -> line.startsWith("$ ")).toList();
        List<String> arguments = new ArrayList<>();
        arguments.add("explain");
        command.forEach(line -> arguments.add(located(line.substring(2))));

        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = new ArrayList<>(command);
        run.outLines().forEach(line -> lines.add(line.replace(CommandRun.repository("") + "/", "")));
        if (System.getProperty("penstock.golden", "").equals("write")) {
            Files.write(file, lines);
        } else {
            assertThat(lines).isEqualTo(expected);
        }
    }

    /** Files are named from the root of the repository. */
    private static String located(String argument) {
        boolean file = argument.startsWith("samples/") || argument.startsWith("cli/");
        return file ? CommandRun.repository(argument) : argument;
    }
}
