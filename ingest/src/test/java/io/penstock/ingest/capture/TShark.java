// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A second reader of captures, asked where it is installed. */
final class TShark {
    /** Exit status where a capture is cut short: what could be read was printed. */
    private static final int DAMAGED_CAPTURE = 2;

    private TShark() {}

    /** The fields of every packet, a line each, separated by commas; of a field that occurs more than once, the first. */
    static List<String> fields(Path capture, String... fields) throws IOException {
        return run(capture, columns(fields));
    }

    /** What it prints of the bytes of some TCP streams. */
    static List<String> follow(Path capture, Collection<Integer> streams) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-q"));
        arguments.addAll(followed(streams));
        return run(capture, arguments);
    }

    /** The fields as {@link #fields}, an empty line, and what {@link #follow} gives: its start takes longer than its work. */
    static List<String> fieldsAndFollow(Path capture, Collection<Integer> streams, String... fields)
            throws IOException {
        List<String> arguments = columns(fields);
        arguments.addAll(followed(streams));
        return run(capture, arguments);
    }

    private static List<String> columns(String... fields) {
        List<String> arguments = new ArrayList<>(List.of("-T", "fields", "-E", "separator=,", "-E", "occurrence=f"));
        Arrays.stream(fields).forEach(field -> arguments.addAll(List.of("-e", field)));
        return arguments;
    }

    private static List<String> followed(Collection<Integer> streams) {
        return streams.stream()
                .flatMap(stream -> Stream.of("-z", "follow,tcp,raw," + stream))
                .toList();
    }

    static void assumeInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
        assumeTrue(installed, "tshark is not installed");
    }

    private static List<String> run(Path capture, List<String> arguments) throws IOException {
        assumeInstalled();
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).isIn(0, DAMAGED_CAPTURE);
        return printed.lines().toList();
    }
}
