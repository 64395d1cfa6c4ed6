// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.report.HistoryReport;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.PolicyLog;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock policy history}: the policies that were in force at a cluster. */
@Command(
        name = "history",
        description =
                "List the policies that were put in force at a cluster, the newest first, with who did it and when.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy history --bootstrap 127.0.0.1:9092"})
final class PolicyHistoryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--json", description = "One JSON array, an object a revision.")
    private boolean json;

    PolicyHistoryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaClientSettings cluster = kafka.ready();
        List<ActivatedRevision> revisions = PolicyLog.read(cluster.client()).revisions();
        if (json) {
            terminal.out().println(HistoryReport.json(revisions));
        } else {
            HistoryReport.lines(revisions, terminal.isColoured()).forEach(terminal.out()::println);
        }
        return ExitCode.DONE;
    }
}
