// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.explain.WalkLines;
import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.cli.reclassify.CapturePart;
import io.penstock.cli.reclassify.ChangeFiles;
import io.penstock.cli.reclassify.LineFolders;
import io.penstock.cli.reclassify.ReclassifyApplication;
import io.penstock.cli.reclassify.SpooledCaptures;
import io.penstock.cli.reclassify.TopicPlan;
import io.penstock.cli.report.ChangeJson;
import io.penstock.cli.report.ChangePage;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.ingest.capture.CaptureDamage;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.reclassify.ChangeSink;
import io.penstock.reclassify.ComparedSide;
import io.penstock.reclassify.PartialResults;
import io.penstock.reclassify.Question;
import io.penstock.reclassify.Reclassification;
import io.penstock.reclassify.ReclassificationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock reclassify}: what a changed policy would have done. */
@Command(
        name = "reclassify",
        description = {
            "Tell what a changed policy would have done, packet by packet.",
            "Changed: another action. Moved: the same action, by another filter or at another layer. Unknown: hangs on"
                    + " a callout that cannot be asked."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Example:",
            "  penstock reclassify --capture samples/office.pcapng --baseline samples/policy.yaml --policy new.yaml",
            "  penstock reclassify --bootstrap kafka:9092 --from 2026-11-19T00:00:00Z --to 2026-11-26T00:00:00Z \\",
            "      --policy new.yaml --state reclassify.state",
            "  penstock reclassify --bootstrap kafka:9092 --policy new.yaml --application week-48"
        })
final class ReclassifyCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Format {
        summary,
        jsonl,
        parquet
    }

    private static final String RECORDED = "recorded";
    private static final long LOOK_MILLIS = 100;

    private final Terminal terminal;

    @Option(
            names = "--capture",
            arity = "1..*",
            paramLabel = "FILE",
            description = "pcap or pcapng files; - is standard input.")
    private List<String> files = List.of();

    @Option(names = "--policy", required = true, paramLabel = "NEW", description = "The policy that would apply.")
    private String policy;

    @Option(
            names = "--baseline",
            paramLabel = "OLD|recorded",
            description =
                    "The policy that applied; recorded: the verdicts that were given (with --bootstrap, the default).")
    private String baseline;

    @Mixin
    private CaptureArguments captures;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "With --bootstrap: keep what is done here, partition by partition, so that a run that was killed"
                            + " goes on from there when it is started again.")
    private Path state;

    @Option(
            names = "--application",
            paramLabel = "ID",
            description =
                    "With --bootstrap: share the partitions with all instances that are started with this id and the"
                            + " same question, as a Kafka Streams application. Each gives the whole report.")
    private String application;

    @Mixin
    private TimeArguments times;

    @Option(
            names = "--format",
            defaultValue = "summary",
            paramLabel = "summary|jsonl|parquet",
            description =
                    "A page, or a JSON object per packet that is changed or moved, or the same as rows of a Parquet"
                            + " file (default: summary).")
    private Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "With parquet: the file to write.")
    private String output;

    @Option(names = "--json", description = "With summary: one JSON object.")
    private boolean json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the report as one HTML page too, which needs no network.")
    private String page;

    @Option(names = "--fail-on-change", description = "Exit code 1 if any packet is changed.")
    private boolean failOnChange;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Captures read at a time (default: one a processor). The result is the same.")
    private Integer parallel;

    ReclassifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, PolicyErrors, ExportException {
        check();
        Question question = new Question(baseline(), side(policy), times.range());
        ReportFile file = ReportFile.of(page);
        ChangeOutput changes = ChangeOutput.of(terminal, format == Format.parquet, output);
        ReclassificationReport report = report(question, changes);
        file.write(report);
        if (format == Format.summary) {
            terminal.out().print(json ? ChangeJson.of(report) + "\n" : ChangePage.of(report, terminal.isColoured()));
        }
        return failOnChange && report.hasChanges() ? ExitCode.FOUND : ExitCode.DONE;
    }

    private ReclassificationReport report(Question question, ChangeOutput changes)
            throws IOException, InterruptedException {
        if (!files.isEmpty()) {
            return ofCaptures(question, changes);
        }
        return application == null ? ofTopic(question, changes) : ofApplication(question, changes);
    }

    private void check() {
        boolean topic = kafka.settings().isPresent();
        if (files.isEmpty() != topic) {
            throw CommandFailure.badInput("one of --capture FILE and --bootstrap HOST:PORT[,...] expected, found "
                    + (topic ? "both" : "none"));
        }
        if (!topic) {
            checkCaptures();
        }
        if (application != null) {
            checkApplication();
        }
        if (json && format != Format.summary) {
            throw CommandFailure.badInput("--json: only with --format summary");
        }
        if ((output == null) == (format == Format.parquet)) {
            throw CommandFailure.badInput(
                    "-o FILE: " + (output == null ? "expected with" : "only with") + " --format parquet");
        }
        long streams = Stream.of(policy, baseline).filter("-"::equals).count()
                + files.stream().filter("-"::equals).count();
        if (streams > 1) {
            throw CommandFailure.badInput("only one of --policy, --baseline and --capture can be standard input");
        }
        if (parallel != null) {
            Numbers.require("--parallel", parallel, 1, 1024);
        }
    }

    private void checkCaptures() {
        if (baseline == null) {
            throw CommandFailure.badInput("--baseline OLD: a policy expected with --capture");
        }
        if (baseline.equals(RECORDED)) {
            throw CommandFailure.badInput("--baseline recorded: captures hold no verdicts; name a policy");
        }
        if (state != null || application != null) {
            throw CommandFailure.badInput((state != null ? "--state" : "--application") + ": only with --bootstrap");
        }
    }

    private void checkApplication() {
        if (!application.matches("[A-Za-z0-9._-]{1,100}")) {
            throw CommandFailure.badInput("--application: 1 to 100 letters, digits, '.', '_' and '-' expected, found \""
                    + application + "\"");
        }
        if (state != null) {
            throw CommandFailure.badInput("--state: not with --application, which keeps what is done in Kafka");
        }
    }

    private ComparedSide baseline() throws PolicyErrors, ExportException {
        return baseline == null || baseline.equals(RECORDED) ? ComparedSide.RECORDED : side(baseline);
    }

    private ReclassificationReport ofTopic(Question question, ChangeOutput changes)
            throws IOException, InterruptedException {
        TopicPlan plan = TopicPlan.of(kafka.required(), question, state);
        try (LineFolders lines = LineFolders.create(state, plan.parts().size(), ChangeLines::new)) {
            ReclassificationReport report;
            try (Progress progress =
                    Progress.show(terminal, "reclassifying", plan.log()::records, plan.records(), " records", 1)) {
                report = reclassification(question)
                        .run(
                                plan.parts(),
                                List.of(),
                                // Kept lines belong to a part that is done, so that a folder has all or none.
                                format != Format.summary || state != null ? lines : part -> ChangeSink.NONE,
                                plan.partials(),
                                packets -> progress.look());
            }
            if (format != Format.summary) {
                changes.write(lines::copyTo);
            }
            plan.log().unreadable().forEach(terminal::say);
            return report;
        }
    }

    private ReclassificationReport ofApplication(Question question, ChangeOutput changes)
            throws IOException, InterruptedException {
        ChangeFiles.Maker lines = format == Format.summary ? null : ChangeLines::new;
        try (StopSignal stop = StopSignal.listen(false);
                ReclassifyApplication instance = ReclassifyApplication.start(
                        kafka.required(), application, question, reclassification(question), lines, threads())) {
            try (Progress progress =
                    Progress.show(terminal, "reclassifying", instance::done, instance.parts(), " partitions", 1)) {
                while (!instance.isComplete()) {
                    if (stop.await(LOOK_MILLIS)) {
                        throw new InterruptedException("told to stop");
                    }
                    progress.look();
                }
            }
            ReclassificationReport report = instance.report();
            if (lines != null) {
                changes.write(instance.lines(lines)::copyTo);
            }
            instance.unreadable().forEach(terminal::say);
            return report;
        }
    }

    private ComparedSide side(String file) throws PolicyErrors, ExportException {
        PolicySource source = PolicySource.read(file, terminal.in());
        return ComparedSide.of(source.name(), source.policy());
    }

    private ReclassificationReport ofCaptures(Question question, ChangeOutput changes)
            throws IOException, InterruptedException {
        try (SpooledCaptures spooled = SpooledCaptures.of(files, terminal.in());
                RowSources opened = RowSources.open(spooled.sources(), captures.options());
                ChangeFiles lines = ChangeFiles.create(opened.agents().size(), ChangeLines::new)) {
            List<String> names =
                    spooled.sources().stream().map(CaptureSource::name).toList();
            ReclassificationReport report;
            try (Progress progress = Progress.show(terminal, "reclassifying", opened, CaptureArguments.bytes(files))) {
                report = reclassification(question)
                        .run(
                                CapturePart.of(opened, spooled.sources(), captures.options()),
                                names,
                                format != Format.summary ? lines : part -> ChangeSink.NONE,
                                PartialResults.NONE,
                                packets -> progress.look());
            }
            if (format != Format.summary) {
                changes.write(lines::copyTo);
            }
            terminal.out().flush();
            for (RowSource agent : opened.agents()) {
                for (CaptureDamage damage : agent.damages()) {
                    terminal.say(damage.text());
                }
            }
            return report;
        }
    }

    private Reclassification reclassification(Question question) {
        return new Reclassification(
                question, () -> CalloutCode.instances().values(), files.isEmpty(), new WalkLines(), threads());
    }

    private int threads() {
        return parallel == null ? Runtime.getRuntime().availableProcessors() : parallel;
    }
}
