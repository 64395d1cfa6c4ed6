// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.CalloutStates;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.report.CalloutReport;
import io.penstock.cli.report.CalloutState;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock callouts}: lists a cluster's callouts. */
@Command(
        name = "callouts",
        description = {
            "List a cluster's callouts: who names them, who answers for them, what is pended and how long answers"
                    + " take.",
            "Counts are packets since the topics were made; the topology publishes them once a second."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock callouts --bootstrap 127.0.0.1:9092"})
final class CalloutsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--json", description = "One JSON array, an object a callout.")
    private boolean json;

    private CalloutsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new CalloutsCommand(terminal))
                .addSubcommand(new CalloutsRegisterCommand(terminal))
                .addSubcommand(new CalloutsUnregisterCommand(terminal));
    }

    @Override
    public Integer call() {
        KafkaClientSettings cluster = kafka.required();
        cluster.check();
        List<CalloutState> callouts = CalloutStates.read(cluster, System.currentTimeMillis());
        if (json) {
            terminal.out().println(CalloutReport.json(callouts));
        } else {
            CalloutReport.lines(callouts, terminal.isColoured()).forEach(terminal.out()::println);
        }
        return ExitCode.DONE;
    }
}
