// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.TestPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the lead-in is for: a connection that was accepted at second 0 from a port that looks like a server's. Who first sees it at second 100 takes it for one that this
 * host has opened.
 */
class ReclassifyLeadInTest {
    private static final String LOCAL = "10.20.0.10";
    private static final String REMOTE = "203.0.113.9";
    private static final int MINUTES_OF_PACKETS = 4;

    @TempDir
    private Path folder;

    private String capture;
    private String old;
    private String changed;

    @BeforeEach
    void captureAConnection() throws IOException {
        capture = Files.write(folder.resolve("accepted.pcap"), accepted()).toString();
        old = Files.writeString(folder.resolve("old.yaml"), policy("ALE_AUTH_RECV_ACCEPT_V4"))
                .toString();
        changed = Files.writeString(folder.resolve("new.yaml"), policy("INBOUND_ICMP_ERROR_V4"))
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100s", "2m", "1h"})
    void shouldFindWhatItFindsInTheWholeIfTheLeadInReachesTheBeginningOfTheFlows(String leadIn) {
        List<String> whole =
                lines().stream().filter(line -> !line.contains("\"time\":0")).toList();

        assertThat(whole).hasSize(MINUTES_OF_PACKETS);
        assertThat(lines("--from", "100", "--lead-in", leadIn)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "99s"})
    void shouldFindSomethingElseIfTheLeadInIsTooShort(String leadIn) {
        assertThat(lines("--from", "100", "--lead-in", leadIn)).isEmpty();
    }

    @Test
    void shouldNotReportThePacketsOfTheLeadIn() {
        assertThat(lines("--from", "100", "--to", "161")).hasSize(1);
    }

    private List<String> lines(String... more) {
        CommandRun run = CommandRun.of(Stream.concat(
                        Stream.of(
                                "reclassify",
                                "--capture",
                                capture,
                                "--baseline",
                                old,
                                "--policy",
                                changed,
                                "--format",
                                "jsonl",
                                "--local",
                                LOCAL + "/32"),
                        Stream.of(more))
                .toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.outLines();
    }

    /** A handshake at second 0, and then a packet a minute. */
    private static byte[] accepted() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(littleEndian(24)
                .putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(LinkType.RAW)
                .array());
        write(out, 0, fromRemote(TestPacket.SYN));
        write(
                out,
                0,
                TestPacket.tcp(TestPacket.SYN | TestPacket.ACK)
                        .from(LOCAL, 50_000)
                        .to(REMOTE, 443));
        write(out, 0, fromRemote(TestPacket.ACK));
        for (int minute = 1; minute <= MINUTES_OF_PACKETS; minute++) {
            write(out, 100 + minute * 60, fromRemote(TestPacket.ACK));
        }
        return out.toByteArray();
    }

    private static TestPacket fromRemote(int flags) {
        return TestPacket.tcp(flags).from(REMOTE, 443).to(LOCAL, 50_000);
    }

    private static void write(ByteArrayOutputStream out, int second, TestPacket packet) {
        byte[] bytes = packet.withoutLink().bytes();
        out.writeBytes(littleEndian(16)
                .putInt(second)
                .putInt(0)
                .putInt(bytes.length)
                .putInt(bytes.length)
                .array());
        out.writeBytes(bytes);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String policy(String layer) {
        return """
            policy: test
            filters:
              - filterKey: no-accepting
                layerKey: FWPM_LAYER_%s
                action: FWP_ACTION_BLOCK
            """.formatted(layer);
    }
}
