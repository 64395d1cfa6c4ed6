// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A second reader of what leaves, asked where it is installed. */
final class Tshark {
    private static final String BAD_CHECKSUM =
            "ip.checksum.status==0 or tcp.checksum.status==0 or udp.checksum.status==0"
                    + " or icmp.checksum.status==0 or icmpv6.checksum.status==0";

    /** Exit status where a capture is cut short: what could be read was printed. */
    private static final int DAMAGED_CAPTURE = 2;

    private Tshark() {}

    static void assumeInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
        assumeTrue(installed, "tshark is not installed");
    }

    /** Packets whose checksum is wrong. */
    static List<String> badChecksums(Path capture) throws IOException {
        return run(
                capture,
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE",
                "-Y",
                BAD_CHECKSUM);
    }

    /** What it finds strange in TCP: packet number aside, each packet's ends and warning. */
    static List<String> analysis(Path capture) throws IOException {
        return run(
                capture,
                "-Y",
                "tcp.analysis.flags",
                "-T",
                "fields",
                "-E",
                "separator=,",
                "-e",
                "tcp.srcport",
                "-e",
                "tcp.dstport",
                "-e",
                "_ws.expert.message");
    }

    /** The fields of every packet, a line each, separated by commas; of a field that occurs more than once, the first. */
    static List<String> fields(Path capture, String... fields) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-T", "fields", "-E", "separator=,", "-E", "occurrence=f"));
        Arrays.stream(fields).forEach(field -> arguments.addAll(List.of("-e", field)));
        return run(capture, arguments.toArray(String[]::new));
    }

    /**
     * The bytes of one TCP stream as it reassembles them.
     *
     * @param second of the end that did not send first, or of the one that did
     */
    static byte[] follow(Path capture, int stream, boolean second) throws IOException {
        StringBuilder hex = new StringBuilder();
        for (String line : run(capture, "-q", "-z", "follow,tcp,raw," + stream)) {
            boolean data = !line.isBlank() && line.strip().matches("[0-9a-f]+");
            if (data && line.startsWith("\t") == second) {
                hex.append(line.strip());
            }
        }
        return HexFormat.of().parseHex(hex);
    }

    static List<String> run(Path capture, String... arguments) throws IOException {
        assumeInstalled();
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).isIn(0, DAMAGED_CAPTURE);
        return printed.lines().toList();
    }
}
