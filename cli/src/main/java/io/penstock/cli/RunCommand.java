// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.findings.FindingFiles;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.RunOptions;
import io.penstock.cli.pipeline.RunPipeline;
import io.penstock.cli.report.RunSummary;
import io.penstock.cli.report.RunSummary.PolicyName;
import io.penstock.cli.report.SummaryJson;
import io.penstock.cli.report.SummaryPage;
import io.penstock.cli.watch.Watch;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.ingest.rows.RowSources;
import io.penstock.stream.control.PolicyToActivate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock run}: the main job, the whole pipeline in one process. */
@Command(
        name = "run",
        description = {
            "Publish captures to Kafka, classify every packet, let workers answer what is pended, and sum up.",
            "Starts a broker of its own unless --bootstrap names one."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock run samples/office.pcapng --policy samples/policy.yaml"})
final class RunCommand implements Callable<Integer> {
    private static final String ACTIVE_POLICY = "default";
    private static final long LOOK_MILLIS = 1_000;

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "CAPTURE", description = "pcap or pcapng files; - is standard input.")
    private List<String> files;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "The policy to put in force; without it the sample policy, or with --bootstrap the cluster's.")
    private String policy;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Workers of each out-of-band callout that the policy names (default: 2).")
    private int workers;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private CaptureArguments captures;

    @Mixin
    private HttpOption http;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topics (default: those that are there, or 4, or 12 with --bootstrap).")
    private Integer partitions;

    @Mixin
    private FindingArguments findings;

    @Option(
            names = "--egress",
            paramLabel = "FILE",
            description = "Write what leaves: permitted packets as captured, replaced ones as injected.")
    private String egress;

    @Option(names = "--json", description = "The summary as a JSON object.")
    private boolean json;

    @Option(names = "--hold", description = "Keep everything up after the summary, until SIGTERM or Ctrl-C.")
    private boolean hold;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, PolicyErrors {
        Numbers.require("--workers", workers, 1, 64);
        Optional<KafkaClientSettings> cluster = kafka.settings();
        OptionalInt wanted = Numbers.partitions(partitions);
        PolicyFile file = policy == null && cluster.isPresent() ? null : PolicyFile.read(policy, terminal.in());
        try (Watch watch = http.open(terminal, "run");
                StandardInput input = StandardInput.of(files, egress != null, terminal.in());
                RowSources sources = captures.open(files, input.stream());
                Egress leaving = Egress.to(egress);
                FindingFiles found = findings.create()) {
            Optional<PolicyToActivate> activation =
                    Optional.ofNullable(file).map(read -> read.activation(ACTIVE_POLICY));
            Optional<Policy> rules = Optional.ofNullable(file).map(PolicyFile::policy);
            RunOptions options = new RunOptions(
                    cluster, activation, rules, wanted, workers, leaving.isWanted(), found, watch.registry());
            run(options, watch, sources, input, leaving, file);
        }
        return ExitCode.DONE;
    }

    private void run(
            RunOptions options, Watch watch, RowSources sources, StandardInput input, Egress leaving, PolicyFile file)
            throws IOException {
        try (StopSignal stop = StopSignal.listen(hold);
                RunPipeline pipeline = RunPipeline.start(options)) {
            pipeline.watch(watch.health());
            // Only now: where Kafka is not to be had, the one line says that.
            sayPolicy(file);
            RunPipeline.Outcome outcome;
            try (RunBar bar = RunBar.show(terminal)) {
                outcome = pipeline.run(sources, bar);
            }
            if (leaving.isWanted()) {
                EgressReplay.write(captures, files, input, outcome.log(), leaving);
            }
            print(summary(sources, outcome, file));
            hold(stop, pipeline);
        } catch (InterruptedException stopped) {
            throw CommandFailure.outside("stopped before the end", stopped);
        }
    }

    private RunSummary summary(RowSources sources, RunPipeline.Outcome outcome, PolicyFile file) {
        PolicyName name = file == null ? new PolicyName("of the cluster", outcome.policyVersion()) : file.title();
        return new SummaryOfCaptures(sources.agents(), files).summary(outcome.tally(), name, outcome.seconds());
    }

    private void print(RunSummary summary) {
        if (json) {
            terminal.out().println(SummaryJson.of(summary));
        } else {
            terminal.out().print(SummaryPage.of(summary, "penstock run", terminal.isColoured()));
        }
        terminal.out().flush();
        summary.damage().forEach(terminal::say);
    }

    private void hold(StopSignal stop, RunPipeline pipeline) throws InterruptedException {
        if (!hold) {
            return;
        }
        terminal.say("everything stays up at " + pipeline.bootstrapServers() + "; Ctrl-C ends it");
        while (!stop.await(LOOK_MILLIS)) {
            pipeline.check();
        }
    }

    private void sayPolicy(PolicyFile file) {
        if (policy != null) {
            return;
        }
        terminal.say(
                file == null
                        ? "no --policy given: the cluster's applies"
                        : "no --policy given: " + file.name() + " applies ("
                                + file.title().shortVersion() + ")");
    }
}
