// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.cli.report.Styling;
import io.penstock.cli.score.EventJson;
import io.penstock.cli.score.EventReportPage;
import io.penstock.cli.score.EventScore;
import io.penstock.cli.score.EventScorer;
import io.penstock.cli.score.ScorePage;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.ingest.events.EventReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock score}: what a policy says against what a Windows machine's events say it did. */
@Command(
        name = "score",
        description = {
            "Classify each event that a Windows machine recorded at its layer, and compare what the policy says with"
                    + " what Windows did: agreement N of M, and why where they differ.",
            "Events are netsh wfp show netevents, or events 5150 to 5159 of the security log in XML or JSON."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock score --policy wfpstate.xml --events netevents.xml"})
final class ScoreCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "The policy: a document, or an export of netsh wfp show filters or state.")
    private String policy;

    @Option(names = "--events", paramLabel = "FILE", required = true, description = "The events; - is standard input.")
    private String events;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ScoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, PolicyErrors, ExportException {
        if (policy.equals("-") && events.equals("-")) {
            throw CommandFailure.badInput("--policy - and --events - both want standard input: name a file");
        }
        PolicySource source = PolicySource.read(policy, terminal.in());
        EventScorer scorer = new EventScorer(source.name(), source.policy(), source.unregistered());
        EventScore score = new EventScore();
        EventReport report =
                new EventSource(events, terminal.in()).read("", event -> score.add(event, scorer.score(event)));
        if (json) {
            write(score, report, source);
        } else {
            EventReportPage.lines(report).forEach(terminal.err()::println);
            ScorePage.lines(score, Styling.of(terminal.isColoured())).forEach(terminal.out()::println);
        }
        return ExitCode.DONE;
    }

    private void write(EventScore score, EventReport report, PolicySource source) throws IOException {
        JsonGenerator out =
                new JsonFactory().createGenerator(terminal.out()).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.writeStartObject();
        out.writeStringField("policyVersion", source.policy().version());
        EventJson.score(out, score);
        EventJson.report(out, report);
        out.writeEndObject();
        out.writeRaw('\n');
        out.close();
    }
}
