// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.explain.Explanation;
import io.penstock.cli.explain.PacketEvaluation;
import io.penstock.cli.explain.PacketLine;
import io.penstock.cli.findings.FindingFiles;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.compose.PacketBytes;
import io.penstock.engine.packet.compose.PacketSyntaxException;
import io.penstock.engine.packet.compose.PacketText;
import io.penstock.engine.packet.compose.WrittenPacket;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which packet is to be explained: one written as text, one in hex, or one of a capture. */
final class ExplainedPacket {
    /** Where the bytes in hex begin. */
    enum Link {
        auto,
        ethernet,
        raw
    }

    /** Which way they go. */
    enum Way {
        outbound,
        inbound,
        forward
    }

    @Option(
            names = "--packet",
            paramLabel = "TEXT",
            description =
                    "The packet: [in|out|forward] PROTOCOL SOURCE[:PORT] > DESTINATION[:PORT] [OPTION...]; options"
                            + " are TCP control bits and key=value, see docs/policy.md.")
    private String text;

    @Option(names = "--hex", paramLabel = "BYTES", description = "The packet's bytes in hex.")
    private String hex;

    @Option(
            names = "--link",
            defaultValue = "auto",
            paramLabel = "auto|ethernet|raw",
            description = "With --hex: where the bytes begin (default: auto, an IP header if they look like one).")
    private Link link;

    @Option(
            names = "--direction",
            defaultValue = "outbound",
            paramLabel = "outbound|inbound|forward",
            description = "With --hex: which way the packet goes (default: outbound).")
    private Way way;

    @Option(
            names = "--after",
            paramLabel = "TEXT",
            description = "With --packet or --hex: a packet of the same host before it; may be given several times.")
    private List<String> before = List.of();

    @Option(names = "--capture", paramLabel = "FILE", description = "A capture that the packet is in.")
    private String capture;

    @Option(names = "--number", paramLabel = "N", description = "Its number there, from 1.")
    private Long number;

    @Mixin
    private CaptureArguments captures;

    /** Refuses options that do not say which packet is meant. */
    void check() {
        long ways = Stream.of(text, hex, capture).filter(given -> given != null).count();
        if (ways != 1) {
            throw CommandFailure.badInput("one of --packet TEXT, --hex BYTES and --capture FILE expected, found "
                    + (ways == 0 ? "none" : ways));
        }
        if ((capture == null) != (number == null)) {
            throw CommandFailure.badInput(
                    number == null ? "--capture: --number N expected with it" : "--number: only with --capture");
        }
        if (number != null && number < 1) {
            throw CommandFailure.badInput("--number: 1 or above expected, found " + number);
        }
        if (capture != null && !before.isEmpty()) {
            throw CommandFailure.badInput("--after: only with --packet or --hex");
        }
    }

    Explanation explain(PolicyFile policy, Terminal terminal) throws IOException {
        if (capture != null) {
            return ofCapture(policy, terminal);
        }
        List<WrittenPacket> packets = new ArrayList<>();
        before.forEach(line -> packets.add(written("--after", line)));
        packets.add(text == null ? bytes() : written("--packet", text));
        return PacketEvaluation.of(policy.name(), policy.policy(), packets);
    }

    private static WrittenPacket written(String option, String line) {
        try {
            return PacketText.parse(line);
        } catch (PacketSyntaxException wrong) {
            throw refused(option, wrong);
        }
    }

    private WrittenPacket bytes() {
        try {
            int direction = switch (way) {
                case outbound -> PacketRow.OUTBOUND;
                case inbound -> PacketRow.INBOUND;
                case forward -> PacketRow.FORWARD;
            };
            byte[] frame = PacketBytes.parse(hex, LinkType.RAW, direction).frame();
            int type = switch (link) {
                case ethernet -> LinkType.ETHERNET;
                case raw -> LinkType.RAW;
                case auto -> isIp(frame) ? LinkType.RAW : LinkType.ETHERNET;
            };
            return new WrittenPacket(frame, type, direction, false, 0, 0, null);
        } catch (PacketSyntaxException wrong) {
            throw refused("--hex", wrong);
        }
    }

    /** Whether bytes are an IP packet by version and length, which no Ethernet address is by chance. */
    private static boolean isIp(byte[] frame) {
        int version = frame[0] >> 4 & 0xF;
        if (version == 4 && frame.length >= 20) {
            return length(frame, 2) == frame.length;
        }
        return version == 6 && frame.length >= 40 && length(frame, 4) + 40 == frame.length;
    }

    private static int length(byte[] frame, int at) {
        return (frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF;
    }

    private static CommandFailure refused(String option, PacketSyntaxException wrong) {
        return CommandFailure.badInput(option + ": " + wrong.getMessage() + " — expected " + wrong.expected());
    }

    private Explanation ofCapture(PolicyFile policy, Terminal terminal) throws IOException {
        try (RowSources sources = captures.open(List.of(capture), terminal.in())) {
            RowSource source = sources.agents().getFirst();
            DecisionTrace trace = new DecisionTrace();
            Optional<Verdict> verdict = new CaptureEvaluation(
                            policy.policy(), null, Egress.to(null), FindingFiles.NONE, false)
                    .upTo(source, number, trace);
            if (verdict.isEmpty()) {
                throw CommandFailure.badInput(
                        "--number " + number + ": " + capture + " has " + source.sequence() + " packets");
            }
            byte[] rows = source.rows().clone();
            return new Explanation(
                    PacketLine.of(rows), number, rows, policy.name(), policy.policy(), trace.steps(), verdict.get());
        }
    }
}
