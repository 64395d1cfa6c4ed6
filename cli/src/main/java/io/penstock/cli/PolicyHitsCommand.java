// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.findings.FindingFiles;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.VerdictHits;
import io.penstock.cli.report.FilterHits;
import io.penstock.cli.report.HitTally;
import io.penstock.cli.report.HitsReport;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.PolicyLog;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy hits}: how many packets each filter decided. */
@Command(
        name = "hits",
        description = {
            "Count packets by the filter that decided them, and list the filters that decided none: of a cluster's"
                    + " verdicts, a policy version each, or of captures.",
            "A packet counts for the one filter that its verdict line names. Filters that only look, or whose permit"
                    + " another one overrode or stood behind, are not hit by it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Examples:",
            "  penstock policy hits --bootstrap 127.0.0.1:9092 --since 2h",
            "  penstock policy hits --policy office.yaml samples/office.pcapng"
        })
final class PolicyHitsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "CAPTURE", description = "pcap or pcapng files; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The policy for captures; without it the sample policy applies.")
    private String policy;

    @Mixin
    private CaptureArguments captures;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "With --bootstrap: verdicts published from then on, such as 2026-03-01T12:00:00Z, or 2h for two"
                            + " hours ago (default: all that are kept).")
    private String since;

    @Option(names = "--json", description = "One JSON array, an object a policy version.")
    private boolean json;

    PolicyHitsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, PolicyErrors {
        if (kafka.isGiven() == !files.isEmpty()) {
            throw CommandFailure.badInput("either CAPTURE... or --bootstrap expected");
        }
        List<FilterHits> hits = kafka.isGiven() ? ofCluster() : ofCaptures();
        if (json) {
            terminal.out().println(HitsReport.json(hits));
        } else {
            HitsReport.lines(hits, terminal.isColoured()).forEach(terminal.out()::println);
        }
        return ExitCode.DONE;
    }

    private List<FilterHits> ofCluster() {
        if (policy != null) {
            throw CommandFailure.badInput("--policy: only with captures; a cluster has policies of its own");
        }
        long sinceMs = since == null
                ? 0
                : Math.max(0, Since.parse("--since", since, Instant.now()).toEpochMilli());
        KafkaClientSettings cluster = kafka.ready();
        HitTally tally = VerdictHits.read(cluster, sinceMs);
        PolicyLog log = PolicyLog.read(cluster.client());
        Map<String, Policy> policies = new HashMap<>();
        for (ActivatedRevision revision : log.revisions()) {
            if (tally.versions().contains(revision.version()) && !policies.containsKey(revision.version())) {
                policies.put(revision.version(), log.policy(revision));
            }
        }
        return FilterHits.of(tally, policies);
    }

    private List<FilterHits> ofCaptures() throws IOException, PolicyErrors {
        if (since != null) {
            throw CommandFailure.badInput("--since: only with --bootstrap");
        }
        PolicyFile file = PolicyFile.read(policy, terminal.in());
        HitTally tally = new HitTally();
        try (RowSources sources = captures.open(files, terminal.in());
                Egress nowhere = Egress.to(null);
                Progress progress = Progress.show(terminal, "evaluating", sources, CaptureArguments.bytes(files))) {
            CaptureEvaluation evaluation =
                    new CaptureEvaluation(file.policy(), null, nowhere, FindingFiles.NONE, false);
            evaluation.tellVerdicts(
                    verdict -> tally.decided(verdict.policyVersion(), 0, verdict.filterKey(), verdict.fate(), 1));
            for (RowSource source : sources.agents()) {
                evaluation.evaluate(source, progress);
            }
            sources.agents().stream()
                    .flatMap(source -> source.tallies().stream())
                    .flatMap(one -> one.damage().stream())
                    .forEach(damage -> terminal.say(damage.text()));
        }
        return FilterHits.of(tally, Map.of(file.policy().version(), file.policy()));
    }
}
