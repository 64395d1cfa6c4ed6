// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.policy.PolicyPage;
import io.penstock.cli.report.Styling;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyComments;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.stream.control.PolicyLog;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy show}: a policy in the order in which its filters are asked, or in its canonical spelling. */
@Command(
        name = "show",
        description = {
            "Show a policy: per layer its sublayers by weight, in them the filters by weight.",
            "As YAML or JSON it is spelled out in WFP's vocabulary; what is written reads back to the same version.",
            "In YAML comments stand where they stood: before and beside the same objects and members.",
            "With --bootstrap it is the one that is in force at a cluster, or was."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Examples:",
            "  penstock policy show samples/policy.yaml",
            "  penstock policy show samples/policy.yaml --format json | jq '.filters[].filterKey'",
            "  penstock policy show --bootstrap 127.0.0.1:9092 --revision 3 --format document"
        })
final class PolicyShowCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Format {
        text,
        yaml,
        json,
        document
    }

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A policy in YAML or JSON, or a Windows machine's export; - is standard input.")
    private String file;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "text|yaml|json|document",
            description = "A page to read, a document spelled out, or the document as it was written (default: text).")
    private Format format;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--revision",
            paramLabel = RevisionReference.LABEL,
            description = "With --bootstrap: which one (default: the active one).")
    private String revision;

    PolicyShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws PolicyErrors, ExportException {
        if (file != null && !kafka.isGiven() && revision == null && format != Format.document) {
            PolicySource read = PolicySource.read(file, terminal.in());
            write(read.name(), read.policy(), read.comments());
            return ExitCode.DONE;
        }
        PolicyFile read = read();
        if (format == Format.document) {
            terminal.out().writeBytes(read.document());
        } else {
            write(read.name(), read.policy(), read.comments());
        }
        return ExitCode.DONE;
    }

    private void write(String name, Policy policy, PolicyComments comments) {
        terminal.out()
                .print(
                        switch (format) {
                            case text, document -> PolicyPage.of(name, policy, Styling.of(terminal.isColoured()));
                            case yaml -> PolicyDocument.yaml(policy, comments);
                            case json -> PolicyDocument.json(policy);
                        });
    }

    private PolicyFile read() throws PolicyErrors {
        if (kafka.isGiven() == (file != null)) {
            throw CommandFailure.badInput("either FILE or --bootstrap expected");
        }
        if (file != null) {
            if (revision != null) {
                throw CommandFailure.badInput("--revision: only with --bootstrap");
            }
            return PolicyFile.read(file, terminal.in());
        }
        PolicyLog log = PolicyLog.read(kafka.ready().client());
        return PolicyFile.of(log, RevisionReference.find(log, "--revision", revision == null ? "active" : revision));
    }
}
