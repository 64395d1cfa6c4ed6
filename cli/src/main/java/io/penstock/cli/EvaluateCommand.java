// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.findings.FindingFiles;
import io.penstock.cli.report.RunSummary;
import io.penstock.cli.report.SummaryPage;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock evaluate}: classifies captures here and now, without Kafka. */
@Command(
        name = "evaluate",
        description = {
            "Classify captures here and now, without Kafka.",
            "Out-of-band callouts are answered at once, so nothing expires or overflows."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock evaluate samples/office.pcapng --format jsonl --explain"})
final class EvaluateCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Format {
        summary,
        jsonl
    }

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "pcap or pcapng files; - is standard input.")
    private List<String> files;

    @Option(names = "--policy", paramLabel = "FILE", description = "The policy; without it the sample policy applies.")
    private String policy;

    @Mixin
    private CaptureArguments captures;

    @Mixin
    private FindingArguments findings;

    @Option(
            names = "--egress",
            paramLabel = "FILE",
            description = "Write what leaves: permitted packets as captured, replaced ones as injected.")
    private String egress;

    @Option(
            names = "--format",
            defaultValue = "summary",
            paramLabel = "summary|jsonl",
            description = "A page, or a JSON object per packet (default: summary).")
    private Format format;

    @Option(names = "--explain", description = "With jsonl: every visit and every filter that was considered.")
    private boolean explain;

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, PolicyErrors {
        long start = System.nanoTime();
        if (explain && format != Format.jsonl) {
            throw CommandFailure.badInput("--explain: only with --format jsonl");
        }
        PolicyFile file = PolicyFile.read(policy, terminal.in());
        try (RowSources sources = captures.open(files, terminal.in());
                Egress leaving = Egress.to(egress);
                FindingFiles found = findings.create()) {
            saySamplePolicy(file);
            VerdictLines lines = format == Format.jsonl ? new VerdictLines(terminal.out(), files.size() > 1) : null;
            CaptureEvaluation evaluation = new CaptureEvaluation(file.policy(), lines, leaving, found, explain);
            try (Progress progress = Progress.show(terminal, "evaluating", sources, CaptureArguments.bytes(files))) {
                for (RowSource source : sources.agents()) {
                    evaluation.evaluate(source, progress);
                }
            }
            if (lines != null) {
                lines.finish();
            }
            finish(evaluation, sources, file, start);
        }
        return ExitCode.DONE;
    }

    private void finish(CaptureEvaluation evaluation, RowSources sources, PolicyFile file, long start) {
        terminal.out().flush();
        double seconds = (System.nanoTime() - start) / 1e9;
        RunSummary summary =
                new SummaryOfCaptures(sources.agents(), files).summary(evaluation.tally(), file.title(), seconds);
        if (format == Format.summary) {
            terminal.out().print(SummaryPage.of(summary, "penstock evaluate", terminal.isColoured()));
        }
        summary.damage().forEach(terminal::say);
    }

    private void saySamplePolicy(PolicyFile file) {
        if (policy == null) {
            terminal.say("no --policy given: " + file.name() + " applies ("
                    + file.title().shortVersion() + ")");
        }
    }
}
