// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.discards.DiscardCounts;
import io.penstock.cli.discards.DiscardQuestion;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.report.DiscardsReport;
import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.DiscardTotals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock discards}: how many packets a cluster discarded, and why. */
@Command(
        name = "discards",
        description = {
            "Count discarded packets by reason, layer, filter, callout, host or time, exactly once each, by the time"
                    + " at which they were captured.",
            "A packet counts where it was dropped. Bytes are those from the layer's data offset on; rows of 0 packets"
                    + " are bytes of streams, events of sockets and clones."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Example:",
            "  penstock discards --bootstrap 127.0.0.1:9092",
            "  penstock discards --bootstrap 127.0.0.1:9092 --by host,reason --since 2h --follow"
        })
final class DiscardsCommand implements Callable<Integer> {
    private static final long REFRESH_MILLIS = 1_000;
    private static final String HOME = "\u001b[H";
    private static final String TO_LINE_END = "\u001b[K";
    private static final String TO_SCREEN_END = "\u001b[J";

    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--by",
            paramLabel = "FIELD[,...]",
            defaultValue = "reason,layer,filter",
            description = "What to split by, in this order: reason, layer, filter, callout, host, time (windows, in"
                    + " UTC), source (a Windows machine's log); default: reason,layer,filter.")
    private String by;

    @Option(
            names = "--since",
            paramLabel = "T",
            description = "Only packets captured from then on, to the window: 2026-03-01T12:00:00Z, or 2h for two hours"
                    + " ago (default: all).")
    private String since;

    @Option(names = "--follow", description = "Show the counts again whenever they change, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--ask",
            paramLabel = "HOST:PORT",
            description = "The instance of the topology to ask, where classify --http listens; it asks the others"
                    + " (default: one that the consumer group tells of, or the topic of counts).")
    private String ask;

    @Option(names = "--json", description = "One JSON array, an object a row; with --follow an array a line.")
    private boolean json;

    DiscardsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        DiscardQuestion question = question(Instant.now());
        KafkaClientSettings cluster = kafka.ready();
        try (DiscardCounts counts = new DiscardCounts(cluster, question, Optional.ofNullable(ask), terminal::say)) {
            if (follow) {
                follow(counts);
            } else {
                text(counts.totals()).forEach(terminal.out()::println);
            }
        }
        return ExitCode.DONE;
    }

    private DiscardQuestion question(Instant now) {
        return new DiscardQuestion(
                fields(), since == null ? Long.MIN_VALUE : nanos(Since.parse("--since", since, now)));
    }

    private List<DiscardField> fields() {
        try {
            return DiscardField.parse(by);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.badInput("--by " + by + ": " + wrong.getMessage());
        }
    }

    /** Moments outside of what nanoseconds reach are before or after everything. */
    private static long nanos(Instant moment) {
        try {
            return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
        } catch (ArithmeticException far) {
            return moment.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private void follow(DiscardCounts counts) {
        List<String> shown = List.of();
        try (StopSignal stop = StopSignal.listen(true)) {
            do {
                List<String> now = text(counts.totals());
                if (!now.equals(shown)) {
                    show(now);
                    shown = now;
                }
            } while (!terminal.out().checkError() && !stop.await(REFRESH_MILLIS));
        } catch (InterruptedException | InterruptException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> text(DiscardTotals totals) {
        return json ? List.of(DiscardsReport.json(totals)) : DiscardsReport.lines(totals, terminal.isColoured());
    }

    /** On a terminal in place of what was there; elsewhere below it. */
    private void show(List<String> lines) {
        if (json) {
            lines.forEach(terminal.out()::println);
        } else if (terminal.outIsTerminal()) {
            terminal.out().print(HOME);
            lines.forEach(line -> terminal.out().print(line + TO_LINE_END + System.lineSeparator()));
            terminal.out().print(TO_SCREEN_END);
        } else {
            lines.forEach(terminal.out()::println);
            terminal.out().println();
        }
        terminal.out().flush();
    }
}
