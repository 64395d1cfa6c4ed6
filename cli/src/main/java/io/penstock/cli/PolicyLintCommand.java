// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.cli.explain.Names;
import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.engine.policy.lint.LintFinding;
import io.penstock.engine.policy.lint.PolicyLint;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy lint}: what a policy's author cannot have meant. */
@Command(
        name = "lint",
        description = {
            "Look through a policy for what cannot have been meant.",
            "That is: filters that never decide, duplicates, conditions that never hold, soft blocks that a lighter"
                    + " permit overrides, filters better placed at a higher layer, callouts without code.",
            "The exit code is 1 where something is found."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy lint samples/policy.yaml"})
final class PolicyLintCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "1",
            paramLabel = "FILE",
            description = "A policy in YAML or JSON, or a Windows machine's export; - is standard input.")
    private String file;

    @Option(names = "--json", description = "One JSON array instead of lines.")
    private boolean json;

    PolicyLintCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, PolicyErrors, ExportException {
        PolicySource read = PolicySource.read(file, terminal.in());
        List<LintFinding> found = PolicyLint.of(read.policy(), CalloutCode.lookup()).stream()
                .sorted(Comparator.comparing(
                                (LintFinding finding) -> place(read, finding).source())
                        .thenComparingInt(finding -> place(read, finding).line()))
                .toList();
        if (json) {
            write(read, found);
        } else {
            found.forEach(finding -> terminal.out()
                    .println(place(read, finding).source() + ":"
                            + place(read, finding).line() + ": "
                            + finding.rule().key() + ": " + label(read, finding) + ": " + finding.text()));
            terminal.say(found.isEmpty() ? read.name() + ": nothing found" : found.size() + " found");
        }
        return found.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static String label(PolicySource read, LintFinding finding) {
        return read.policy().filters().stream()
                .filter(filter -> filter.filterKey().equals(finding.filterKey()))
                .findFirst()
                .map(Names::filter)
                .orElseThrow();
    }

    private static PolicyDocument.Place place(PolicySource read, LintFinding finding) {
        return read.places().getOrDefault(finding.filterKey(), new PolicyDocument.Place(read.name(), 1));
    }

    private void write(PolicySource read, List<LintFinding> found) throws IOException {
        JsonGenerator out =
                new JsonFactory().createGenerator(terminal.out()).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.writeStartArray();
        for (LintFinding finding : found) {
            out.writeStartObject();
            out.writeStringField("file", place(read, finding).source());
            out.writeNumberField("line", place(read, finding).line());
            out.writeStringField("rule", finding.rule().key());
            out.writeStringField("filter", finding.filterKey());
            if (!finding.otherKey().isEmpty()) {
                out.writeStringField("other", finding.otherKey());
            }
            out.writeStringField("text", finding.text());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeRaw('\n');
        out.close();
    }
}
