// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.RunWorkers;
import io.penstock.cli.watch.Watch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock worker}: answers what is pended for callouts, until it is told to stop. */
@Command(
        name = "worker",
        description = "Answer the packets that are pended for out-of-band callouts. Ends on SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock worker --callout penstock-signature --bootstrap 127.0.0.1:9092"})
final class WorkerCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 500;

    private final Terminal terminal;

    @Option(
            names = "--callout",
            arity = "1..*",
            required = true,
            paramLabel = "KEY",
            description = "Keys of callouts whose code this command has.")
    private List<String> callouts;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private HttpOption http;

    WorkerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaClientSettings cluster = kafka.required();
        requireCode();
        try (StopSignal stop = StopSignal.listen(true);
                Watch watch = http.open(terminal, "worker")) {
            cluster.check(terminal::say);
            String name = host() + "-" + ProcessHandle.current().pid();
            try (RunWorkers workers = RunWorkers.start(cluster, callouts, 1, name, watch.registry())) {
                watch.health().part("workers", workers::unready);
                watch.health().started();
                terminal.out().println("working for " + String.join(", ", callouts));
                terminal.out().flush();
                while (!stop.await(LOOK_MILLIS)) {
                    workers.check();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    /** Process ids are alike in every container. */
    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "worker";
        }
    }

    private void requireCode() {
        List<String> known = CalloutCode.outOfBandKeys();
        List<String> errors = callouts.stream()
                .filter(key -> !known.contains(key))
                .map(key -> "--callout " + key + ": no out-of-band callout of that key; there is "
                        + (known.isEmpty() ? "none" : String.join(", ", known)))
                .toList();
        if (!errors.isEmpty()) {
            throw CommandFailure.badInput(errors);
        }
    }
}
