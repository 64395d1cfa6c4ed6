// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.cli.pipeline.CalloutRegistrar;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.engine.callout.Callout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock callouts register}: makes run-time objects of callouts. */
@Command(
        name = "register",
        description = {
            "Register callouts, in every partition at one place of the packet log. Makes topic and group of those that",
            "workers answer for. What is registered stays so when its workers are gone: its packets expire then."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock callouts register penstock-signature --bootstrap 127.0.0.1:9092"})
final class CalloutsRegisterCommand implements Callable<Integer> {
    private static final int LONGEST_SECONDS = 86_400;

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Keys of callouts whose code this command has.")
    private List<String> keys;

    @Option(
            names = "--pend-timeout",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long their packets wait for an answer (default: what the policy says).")
    private int pendTimeout;

    @Mixin
    private KafkaOptions kafka;

    CalloutsRegisterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaClientSettings cluster = kafka.required();
        Numbers.require("--pend-timeout", pendTimeout, 0, LONGEST_SECONDS);
        Map<String, Callout> code = CalloutCode.instances();
        List<String> errors = keys.stream()
                .filter(key -> !code.containsKey(key))
                .map(key -> "callout " + key + ": no code of that key; there is " + String.join(", ", code.keySet()))
                .toList();
        if (!errors.isEmpty()) {
            throw CommandFailure.badInput(errors);
        }
        cluster.check();
        try (Admin admin = cluster.admin()) {
            CalloutRegistrar.register(
                    admin, cluster, keys.stream().map(code::get).toList(), Duration.ofSeconds(pendTimeout));
        }
        terminal.out().println("registered " + String.join(", ", keys));
        return ExitCode.DONE;
    }
}
