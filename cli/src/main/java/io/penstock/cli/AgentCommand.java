// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.watch.Watch;
import io.penstock.ingest.capture.CaptureDamage;
import io.penstock.ingest.publish.AgentMetrics;
import io.penstock.ingest.publish.AgentOptions;
import io.penstock.ingest.publish.AgentResult;
import io.penstock.ingest.publish.CaptureAgents;
import io.penstock.ingest.publish.PacketsUnderWay;
import io.penstock.ingest.publish.PublishException;
import io.penstock.ingest.publish.PublishProgress;
import io.penstock.ingest.rows.CaptureTally;
import io.penstock.ingest.rows.RowSources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock agent}: publishes captures. */
@Command(
        name = "agent",
        description = {
            "Publish the packets of captures to Kafka.",
            "Waits for brokers that go away while it publishes, and says so."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock agent --capture samples/office.pcapng --bootstrap 127.0.0.1:9092"})
final class AgentCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--capture",
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description = "pcap or pcapng files; - is standard input.")
    private List<String> files;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private CaptureArguments captures;

    @Mixin
    private HttpOption http;

    @Option(
            names = "--snaplen",
            paramLabel = "N",
            description = "Most bytes of each frame that are shipped; 0: none (default: all).")
    private Integer snapLength;

    @Option(
            names = "--incarnation",
            paramLabel = "N",
            description =
                    "Number of the run to resume: what it has published is not counted again (default: a new one).")
    private Long incarnation;

    AgentCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        KafkaClientSettings cluster = kafka.required();
        AgentOptions options = options();
        try (RowSources sources = captures.open(files, terminal.in());
                StopSignal stop = StopSignal.listen(false);
                Watch watch = http.open(terminal, "agent")) {
            cluster.check(terminal::say);
            if (!stop.isAsked()) {
                publish(sources, watch, cluster, options);
            }
        } catch (InterruptedException stopped) {
            throw CommandFailure.outside("stopped before the end of the captures", stopped);
        }
        return ExitCode.DONE;
    }

    private void publish(RowSources sources, Watch watch, KafkaClientSettings cluster, AgentOptions options)
            throws IOException, InterruptedException {
        AgentMetrics metrics = watch.registry().map(AgentMetrics::in).orElse(AgentMetrics.NOOP);
        try (CaptureAgents agents = connect(sources, cluster, options, metrics);
                Progress progress = Progress.show(terminal, "publishing", sources, CaptureArguments.bytes(files))) {
            Told told = new Told(progress);
            watch.health().part("producer", told::problem);
            watch.health().started();
            agents.publish(sources, PacketsUnderWay.unlimited(), told).forEach(this::print);
        }
    }

    private static CaptureAgents connect(
            RowSources sources, KafkaClientSettings cluster, AgentOptions options, AgentMetrics metrics)
            throws PublishException {
        return sources.live()
                ? CaptureAgents.connectSlow(cluster.client(), options, metrics)
                : CaptureAgents.connect(cluster.client(), options, metrics);
    }

    private AgentOptions options() {
        AgentOptions options = AgentOptions.of(incarnation == null ? System.currentTimeMillis() : incarnation);
        if (snapLength == null) {
            return options;
        }
        Numbers.require("--snaplen", snapLength, 0, Integer.MAX_VALUE);
        return options.snappedTo(snapLength);
    }

    private void print(AgentResult result) {
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        "%s: %,d captured = %,d published + %,d dropped; %,d malformed, %,d bytes, incarnation %d",
                        result.agent(),
                        result.captured(),
                        result.published(),
                        result.dropped(),
                        result.malformed(),
                        result.bytes(),
                        result.incarnation()));
        result.inferred().forEach(inferred -> terminal.say(result.agent() + ": " + inferred.text()));
        for (CaptureTally capture : result.captures()) {
            capture.damage().map(CaptureDamage::text).ifPresent(terminal::say);
        }
    }

    /** Shows how far it has come, and says when the brokers keep it waiting. */
    private final class Told implements PublishProgress {
        private final Progress progress;
        private volatile boolean waits;

        Told(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void sent(String agent, int packets, long wireBytes) {
            progress.look();
        }

        /** The producer is connected before anything is told, and is not ready while nobody takes what it has. */
        Optional<String> problem() {
            return waits ? Optional.of("the brokers take nothing") : Optional.empty();
        }

        @Override
        public void waiting(String brokers, Duration silent) {
            waits = true;
            terminal.say("Kafka at " + brokers + " has taken nothing for " + silent.toSeconds() + " s: waiting for it");
        }

        @Override
        public void goingOn(String brokers, Duration silence) {
            waits = false;
            terminal.say("Kafka at " + brokers + " takes packets again after " + silence.toSeconds() + " s: going on");
        }
    }
}
