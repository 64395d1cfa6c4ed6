// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.CalloutRegistrar;
import io.penstock.cli.pipeline.KafkaClientSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code penstock callouts unregister}: takes run-time objects of callouts away. */
@Command(
        name = "unregister",
        description = {
            "Unregister callouts, in every partition at one place of the packet log. They are asked nothing new; what"
                    + " is",
            "pended for them is still answered. Filters that name them block then, unless they permit if unregistered."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock callouts unregister penstock-signature --bootstrap 127.0.0.1:9092"})
final class CalloutsUnregisterCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Keys of registered callouts.")
    private List<String> keys;

    @Mixin
    private KafkaOptions kafka;

    CalloutsUnregisterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaClientSettings cluster = kafka.required();
        cluster.check();
        List<String> unknown = CalloutRegistrar.unregister(cluster, keys);
        if (!unknown.isEmpty()) {
            throw CommandFailure.badInput(unknown.stream()
                    .map(key -> "callout " + key + ": not registered at " + cluster.bootstrapServers())
                    .toList());
        }
        terminal.out().println("unregistered " + String.join(", ", keys));
        return ExitCode.DONE;
    }
}
