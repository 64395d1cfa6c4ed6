// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.broker.ClusterNode;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.cli.pipeline.BrokerHealth;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.RunOptions;
import io.penstock.cli.pipeline.TemporaryDirectory;
import io.penstock.cli.pipeline.TopicPreparation;
import io.penstock.cli.watch.Watch;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock broker}: the embedded broker on its own, until it is told to stop. */
@Command(
        name = "broker",
        description = {
            "Run the embedded single-node Kafka broker on loopback, with all topics made.",
            "Its address is the first line of the output. Ends on SIGTERM or Ctrl-C.",
            "With --config: run a node of a cluster, which makes no topics; penstock classify does."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Example:",
            "  penstock broker --dir ./broker-data --port 9092",
            "  penstock broker --config docker/kafka/node.properties --set node.id=1"
        })
final class BrokerCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 1_000;

    private final Terminal terminal;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where its data stays; without it, in a temporary directory that goes when it ends.")
    private String directory;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Its port on 127.0.0.1 (default: a free one).")
    private int port;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topics (default: those that are there, or 4).")
    private Integer partitions;

    @Mixin
    private HttpOption http;

    @Mixin
    private NodeOptions node;

    BrokerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (node.isGiven()) {
            return serveAsNode();
        }
        Numbers.require("--port", port, 0, 0xffff);
        OptionalInt wanted = Numbers.partitions(partitions);
        try (StopSignal stop = StopSignal.listen(true);
                Watch watch = http.open(terminal, "broker");
                TemporaryDirectory temporary = directory == null ? TemporaryDirectory.make("penstock-broker-") : null;
                EmbeddedBroker broker = start(temporary);
                Admin admin =
                        KafkaClientSettings.plain(broker.bootstrapServers()).admin()) {
            TopicPreparation.prepare(admin, wanted, RunOptions.EMBEDDED_PARTITIONS);
            watch.health().part("broker", new BrokerHealth(admin)::problem);
            watch.health().started();
            terminal.out().println(broker.bootstrapServers());
            terminal.out().flush();
            while (!stop.await(LOOK_MILLIS)) {
                continue;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private int serveAsNode() {
        if (directory != null || port != 0 || partitions != null) {
            throw CommandFailure.badInput("--config: not with --dir, --port or --partitions");
        }
        try (StopSignal stop = StopSignal.listen(true);
                Watch watch = http.open(terminal, "broker");
                ClusterNode started = node.start()) {
            // A node that has started was let in by its quorum; who may ask its listeners for more is the operator's
            // affair.
            watch.health().started();
            terminal.out().println("serving as node " + started.nodeId());
            terminal.out().flush();
            while (!stop.await(LOOK_MILLIS)) {
                continue;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private EmbeddedBroker start(TemporaryDirectory temporary) {
        try {
            return EmbeddedBroker.start(temporary == null ? Path.of(directory) : temporary.path(), port);
        } catch (InvalidPathException impossible) {
            throw CommandFailure.badInput("--dir " + directory + ": " + impossible.getMessage());
        }
    }
}
