// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.top.ClusterSampler;
import io.penstock.cli.top.LiveView;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock top}: a cluster as it is, live. */
@Command(
        name = "top",
        description = {
            "Show a cluster live: verdicts, discards, pended work, lag and agents, with their rates. All of it is read"
                    + " through Kafka.",
            "Keys: o overview, d discards, c callouts, l lag, a agents, s sort, q quit. Where standard output is no"
                    + " terminal, the overview is printed once."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock top --bootstrap 127.0.0.1:9092"})
final class TopCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    TopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaClientSettings cluster = kafka.ready();
        try (StopSignal stop = StopSignal.listen(true)) {
            ClusterSampler sampler = new ClusterSampler(cluster);
            if (terminal.outIsTerminal()) {
                LiveView.show(sampler, cluster.bootstrapServers(), terminal.isColoured(), stop::isAsked);
            } else {
                LiveView.once(sampler, cluster.bootstrapServers()).forEach(terminal.out()::println);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException none) {
            throw CommandFailure.outside("the terminal cannot be used: " + ErrorLines.ioText(none), none);
        }
        return ExitCode.DONE;
    }
}
