// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow statistics of the samples: their sums are the captures', and each flow's are what tshark counts. */
class FlowStatisticsCommandTest {
    private static final Pattern CONVERSATION = Pattern.compile(
            "(\\S+):(\\d+)\\s+<-> (\\S+):(\\d+)\\s+(\\d+) (\\d+) (bytes|kB|MB)\\s+(\\d+) (\\d+) (bytes|kB|MB)\\s.*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"samples/office.pcapng", "samples/server.pcap"})
    void shouldAddUpToThePacketsAndBytesOfTheCapture(String sample) throws IOException {
        CountedFlows counted = CountedFlows.of(Path.of(CommandRun.repository(sample)), folder);

        assertThat(counted.packets()).isEqualTo(counted.expectedPackets());
        assertThat(counted.bytes()).isEqualTo(counted.expectedBytes());
        assertThat(counted.packets()).as("nearly all of it is in flows").isGreaterThan(counted.all() * 9 / 10);
    }

    @ParameterizedTest
    @CsvSource({
        "samples/office.pcapng, tcp",
        "samples/office.pcapng, udp",
        "samples/server.pcap, tcp",
        "samples/server.pcap, udp"
    })
    void shouldCountWhatTsharkCountsOfEachConversation(String sample, String protocol) throws IOException {
        Path capture = Path.of(CommandRun.repository(sample));
        Map<String, Counts> theirs = conversations(capture, protocol);
        Map<String, Counts> ours = new HashMap<>();
        for (JsonNode flow : CountedFlows.of(capture, folder).flows()) {
            if (flow.get("key").asText().equals(protocol)) {
                add(ours, flow);
            }
        }

        assertThat(ours).isNotEmpty();
        ours.forEach((ends, counts) -> {
            Counts other = theirs.get(ends);
            assertThat(other).as(ends).isNotNull();
            assertThat(counts.packets).as(ends).isEqualTo(other.packets);
            assertThat(counts.bytes).as(ends).isBetween(other.bytes, other.bytes + other.rounding);
        });
    }

    /** What one end sent to another; of a number that is printed in thousands, the bytes that rounding may have taken off. */
    private record Counts(long packets, long bytes, long rounding) {
        Counts plus(Counts other) {
            return new Counts(packets + other.packets, bytes + other.bytes, rounding + other.rounding);
        }
    }

    private static void add(Map<String, Counts> ours, JsonNode flow) {
        String local = flow.get("local").asText() + ":" + flow.get("localPort").asInt();
        String remote =
                flow.get("remote").asText() + ":" + flow.get("remotePort").asInt();
        merge(ours, local, remote, CountedFlows.measure(flow, "packetsOut"), CountedFlows.measure(flow, "bytesOut"), 0);
        merge(ours, remote, local, CountedFlows.measure(flow, "packetsIn"), CountedFlows.measure(flow, "bytesIn"), 0);
    }

    private static void merge(
            Map<String, Counts> all, String from, String to, long packets, long bytes, long rounding) {
        if (packets > 0) {
            all.merge(from + " > " + to, new Counts(packets, bytes, rounding), Counts::plus);
        }
    }

    private static Map<String, Counts> conversations(Path capture, String protocol) throws IOException {
        Map<String, Counts> conversations = new HashMap<>();
        List<String> printed = Tshark.run(capture, "-q", "-z", "conv," + protocol);
        for (String line : printed) {
            Matcher matcher = CONVERSATION.matcher(line);
            if (matcher.matches()) {
                String one = matcher.group(1) + ":" + matcher.group(2);
                String other = matcher.group(3) + ":" + matcher.group(4);
                merge(conversations, other, one, matcher, 5);
                merge(conversations, one, other, matcher, 8);
            }
        }
        return conversations;
    }

    private static void merge(Map<String, Counts> all, String from, String to, Matcher matcher, int group) {
        long unit = switch (matcher.group(group + 2)) {
            case "kB" -> 1_000;
            case "MB" -> 1_000_000;
            default -> 1;
        };
        merge(
                all,
                from,
                to,
                Long.parseLong(matcher.group(group)),
                Long.parseLong(matcher.group(group + 1)) * unit,
                unit - 1);
    }
}
