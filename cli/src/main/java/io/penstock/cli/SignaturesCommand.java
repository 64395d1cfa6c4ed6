// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.report.FindingsPage;
import io.penstock.cli.signature.CaptureInspection;
import io.penstock.cli.signature.FindingLines;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.worker.signature.inspect.RuleSet;
import io.penstock.worker.signature.inspect.SignatureFinding;
import io.penstock.worker.signature.match.PatternSearch;
import io.penstock.worker.signature.rule.Rule;
import io.penstock.worker.signature.rule.RuleFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock signatures}: the signature callout alone over a capture. */
@Command(
        name = "signatures",
        description = {
            "Look for signatures in a capture's packets and reassembled streams.",
            "Rules are in Suricata's language; those that are not understood are listed with the reason."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock signatures samples/office.pcapng --rules samples/office.rules"})
final class SignaturesCommand implements Callable<Integer> {
    private static final long LOOK_EVERY = 4_096;

    /** The forms of the result. */
    enum Format {
        jsonl,
        summary
    }

    /** What contents are looked for with. */
    enum Search {
        fastest,
        hyperscan,
        automaton
    }

    private final Terminal terminal;
    private final Map<Rule, Long> counts = new HashMap<>();

    @Parameters(paramLabel = "CAPTURE", description = "A pcap or pcapng file, plain or gzip; - is standard input.")
    private String capture;

    @Option(
            names = "--rules",
            required = true,
            paramLabel = "FILE",
            description = "Rules in Suricata's language; - is standard input.")
    private String rules;

    @Option(
            names = "--format",
            defaultValue = "summary",
            paramLabel = "jsonl|summary",
            description = "A JSON object per finding, or a page (default: summary).")
    private Format format;

    @Option(
            names = "--search",
            defaultValue = "fastest",
            paramLabel = "fastest|hyperscan|automaton",
            description = "What looks for contents; findings are the same (default: Hyperscan where it can be loaded).")
    private Search search;

    SignaturesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (rules.equals("-") && capture.equals("-")) {
            throw CommandFailure.badInput("--rules -: the capture comes from standard input already");
        }
        RuleFile file = read();
        long start = System.nanoTime();
        try (CaptureReader reader = CaptureReader.open(CaptureSource.of(capture, terminal.in()))) {
            file.refused().forEach(rule -> terminal.say(rules + ":" + rule.summary()));
            if (file.rules().isEmpty()) {
                throw CommandFailure.badInput(rules + ": no rule that can be taken");
            }
            try (RuleSet set = compile(file)) {
                inspect(reader, set, start);
            }
            reader.damage().ifPresent(damage -> terminal.say(damage.text()));
        }
        return ExitCode.DONE;
    }

    private RuleFile read() {
        try {
            byte[] bytes = rules.equals("-") ? terminal.in().readAllBytes() : Files.readAllBytes(Path.of(rules));
            if (bytes.length == 0) {
                throw CommandFailure.badInput(rules + ": empty (0 bytes); rules were expected");
            }
            return RuleFile.read(bytes);
        } catch (IOException | InvalidPathException unreadable) {
            String why = unreadable instanceof IOException io ? ErrorLines.ioText(io) : unreadable.getMessage();
            throw CommandFailure.badInput(why.startsWith(rules) ? why : rules + ": " + why);
        }
    }

    private RuleSet compile(RuleFile file) {
        PatternSearch.Engine engine = switch (search) {
            case fastest -> PatternSearch.Engine.FASTEST;
            case hyperscan -> PatternSearch.Engine.HYPERSCAN;
            case automaton -> PatternSearch.Engine.AUTOMATON;
        };
        try {
            return RuleSet.of(file, engine);
        } catch (IllegalStateException missing) {
            throw CommandFailure.outside(missing.getMessage() + "; --search automaton does without", missing);
        }
    }

    private void inspect(CaptureReader reader, RuleSet set, long start) throws IOException {
        FindingLines lines = format == Format.jsonl ? new FindingLines(terminal.out()) : null;
        CaptureInspection inspection = new CaptureInspection(set, lines == null ? this::count : writer(lines));
        try {
            inspection.inspect(reader, this::isReaderThere);
            if (lines != null) {
                lines.finish();
            }
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
        if (format == Format.summary) {
            double seconds = Math.max(System.nanoTime() - start, 1) / 1e9;
            FindingsPage.Content content = new FindingsPage.Content(
                    capture,
                    inspection.packets(),
                    inspection.bytes(),
                    set.size(),
                    set.file().refused().size(),
                    inspection.stopped(),
                    set.searchName(),
                    seconds,
                    counts);
            terminal.out().print(FindingsPage.of(content, terminal.isColoured()));
        }
        terminal.out().flush();
    }

    /** Whether somebody still reads the lines; looked at now and then, since looking flushes. */
    private boolean isReaderThere(long packets) {
        return packets % LOOK_EVERY != 0 || !terminal.out().checkError();
    }

    private void count(SignatureFinding finding) {
        counts.merge(finding.rule(), 1L, Long::sum);
    }

    private static Consumer<SignatureFinding> writer(FindingLines lines) {
        return finding -> {
            try {
                lines.write(finding);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        };
    }
}
