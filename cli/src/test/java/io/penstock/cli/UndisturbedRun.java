// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.report.FateTally;
import io.penstock.engine.policy.Policy;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What becomes of captures where nothing fails: evaluated here and now.
 *
 * @param verdicts by agent and number of the packet, spelled as {@link ClusterBook} spells them
 * @param tally all counts
 */
record UndisturbedRun(Map<String, String> verdicts, FateTally tally) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InputStream NOTHING = new ByteArrayInputStream(new byte[0]);

    static UndisturbedRun of(Policy policy, Optional<String> host, List<String> captures) throws Exception {
        List<CaptureSource> sources =
                captures.stream().map(file -> CaptureSource.of(file, NOTHING)).toList();
        Map<String, String> verdicts = new TreeMap<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowSources all = RowSources.open(sources, new RowOptions(host, Optional.empty()));
                Egress nowhere = Egress.to(null)) {
            VerdictLines lines = new VerdictLines(out, true);
            CaptureEvaluation evaluation = new CaptureEvaluation(policy, lines, nowhere, false);
            for (RowSource source : all.agents()) {
                evaluation.evaluate(source, Progress.show(quiet(), "evaluating", all, 0));
            }
            lines.finish();
            for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
                JsonNode verdict = JSON.readTree(line);
                String agent = host.orElse(
                        Path.of(verdict.get("file").asText()).getFileName().toString());
                verdicts.put(ClusterBook.packet(agent, verdict.get("n").asLong()), verdictOf(verdict));
            }
            return new UndisturbedRun(verdicts, evaluation.tally());
        }
    }

    private static String verdictOf(JsonNode line) {
        return ClusterBook.verdict(
                line.get("action").asText(),
                text(line, "layer"),
                text(line, "sublayer"),
                text(line, "filter"),
                text(line, "callout"),
                text(line, "reason"));
    }

    private static String text(JsonNode line, String field) {
        return line.has(field) ? line.get(field).asText() : null;
    }

    private static Terminal quiet() {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Terminal(NOTHING, nowhere, nowhere, false, false);
    }
}
