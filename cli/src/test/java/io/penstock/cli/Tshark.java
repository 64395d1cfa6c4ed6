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

    /** The bytes of the first TCP streams as it reassembles them: of each what the end sent that sent first, and then what the other did. */
    static List<byte[]> follow(Path capture, int streams) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-q"));
        for (int stream = 0; stream < streams; stream++) {
            arguments.addAll(List.of("-z", "follow,tcp,raw," + stream));
        }
        // They come last first.
        List<byte[]> followed = new ArrayList<>();
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();
        for (String line : run(capture, arguments.toArray(String[]::new))) {
            if (line.startsWith("Filter: ")) {
                first.setLength(0);
                second.setLength(0);
            } else if (!line.isBlank() && line.strip().matches("[0-9a-f]+")) {
                (line.startsWith("\t") ? second : first).append(line.strip());
            } else if (line.startsWith("====") && first.length() + second.length() > 0) {
                followed.add(HexFormat.of().parseHex(first));
                followed.add(HexFormat.of().parseHex(second));
                first.setLength(0);
                second.setLength(0);
            }
        }
        return followed;
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
