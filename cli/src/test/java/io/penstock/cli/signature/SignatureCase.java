// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.worker.signature.inspect.RuleSet;
import io.penstock.worker.signature.inspect.SignatureFinding;
import io.penstock.worker.signature.match.PatternSearch;
import io.penstock.worker.signature.rule.RefusedRule;
import io.penstock.worker.signature.rule.RuleFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules, a capture, and what Suricata 7.0.10 said; no part of the repository. */
public record SignatureCase(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE =
            Path.of(System.getProperty("penstock.root", ".."), "docs", "signature-differences.md");

    /** Answers of one case: each rule's, and the rules refused, by sid or text. */
    record Answers(Map<Long, String> rules, Set<String> refused) {}

    /** All of them; the test that asks is skipped where they are absent. */
    public static List<SignatureCase> all() {
        Path data = Path.of(System.getProperty("penstock.data", "../shared/data"), "signatures", "cases");
        assumeTrue(Files.isDirectory(data), "signature cases are absent: " + data);
        try (Stream<Path> folders = Files.list(data)) {
            return folders.sorted().map(SignatureCase::new).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The lines of the code block of that kind on the page of differences. */
    public static List<String> documented(String kind) throws IOException {
        return Pattern.compile("^```" + kind + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(PAGE))
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }

    /** How each rule is compared. */
    private Map<Long, String> comparisons(JsonNode expected) {
        Map<Long, String> comparisons = new HashMap<>();
        expected.get("rules")
                .forEach(rule -> comparisons.put(
                        rule.get("sid").asLong(), rule.get("compare").asText()));
        return comparisons;
    }

    Answers expected() throws IOException {
        Map<Long, String> answers = new HashMap<>();
        JsonNode expected = document();
        for (JsonNode rule : expected.get("rules")) {
            String compare = rule.get("compare").asText();
            Set<String> flows = new TreeSet<>();
            rule.get("flows").forEach(flow -> flows.add(flow.toString()));
            answers.put(
                    rule.get("sid").asLong(),
                    switch (compare) {
                        case "packet" -> rule.get("packets").toString();
                        case "flow" -> flows.toString();
                        case "flow-once" -> flows + " " + rule.get("alerts").asInt();
                        default -> throw new IllegalStateException("unknown comparison " + compare);
                    });
        }
        Set<String> refused = new TreeSet<>();
        expected.get("refused").forEach(one -> refused.add(one.asText()));
        return new Answers(answers, refused);
    }

    /** Its rules. */
    public Path rules() {
        return folder.resolve("rules.rules");
    }

    /** Its capture, which other cases may share. */
    public Path capture() throws IOException {
        return folder.resolve("../..").resolve(document().get("pcap").asText()).normalize();
    }

    private JsonNode document() throws IOException {
        return JSON.readTree(folder.resolve("expected.json").toFile());
    }

    /** What Penstock says. */
    Answers found(PatternSearch.Engine search) throws IOException {
        JsonNode expected = document();
        RuleFile file = RuleFile.read(Files.readAllBytes(rules()));
        Map<Long, List<SignatureFinding>> findings = new HashMap<>();
        file.rules().forEach(rule -> findings.put(rule.sid(), new ArrayList<>()));
        try (RuleSet rules = RuleSet.of(file, search);
                CaptureReader reader = CaptureReader.open(new CaptureSource.File(capture()))) {
            new CaptureInspection(
                            rules, found -> findings.get(found.rule().sid()).add(found))
                    .inspect(reader, taken -> true);
        }
        Map<Long, String> comparisons = comparisons(expected);
        Map<Long, String> answers = new HashMap<>();
        findings.forEach((sid, found) -> answers.put(sid, answer(comparisons.getOrDefault(sid, "flow"), found)));
        Set<String> refused = new TreeSet<>();
        for (RefusedRule rule : file.refused()) {
            refused.add(rule.sid().isPresent() ? Long.toString(rule.sid().getAsLong()) : rule.text());
        }
        return new Answers(answers, refused);
    }

    private static String answer(String compare, List<SignatureFinding> found) {
        if (compare.equals("packet")) {
            Set<Long> packets = new TreeSet<>();
            found.forEach(one -> one.packet().ifPresent(packets::add));
            return packets.toString().replace(" ", "");
        }
        Set<String> flows = new TreeSet<>();
        found.forEach(one -> flows.add(flow(one)));
        return compare.equals("flow") ? flows.toString() : flows + " " + found.size();
    }

    private static String flow(SignatureFinding found) {
        boolean back = found.direction().isPresent() && found.direction().get() == SignatureFinding.Direction.TO_CLIENT;
        String source = end(
                found.source(),
                found.sourcePort().isPresent() ? found.sourcePort().getAsInt() : null);
        String destination = end(
                found.destination(),
                found.destinationPort().isPresent() ? found.destinationPort().getAsInt() : null);
        return "[\"" + found.protocol() + "\"," + (back ? destination + source : source + destination)
                + found.direction().map(way -> "\"" + way.word() + "\"").orElse("null") + "]";
    }

    private static String end(String address, Integer port) {
        return "\"" + address + "\"," + port + ",";
    }
}
