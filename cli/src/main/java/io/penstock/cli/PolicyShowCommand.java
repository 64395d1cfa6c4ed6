// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.policy.PolicyPage;
import io.penstock.cli.report.Styling;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy show}: a policy in the order in which its filters are asked, or in its canonical spelling. */
@Command(
        name = "show",
        description = {
            "Show a policy: per layer its sublayers by weight, in them the filters by weight.",
            "As YAML or JSON it is spelled out in WFP's vocabulary; what is written reads back to the same version."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Examples:",
            "  penstock policy show samples/policy.yaml",
            "  penstock policy show samples/policy.yaml --format json | jq '.filters[].filterKey'"
        })
final class PolicyShowCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Format {
        text,
        yaml,
        json
    }

    private final Terminal terminal;

    @Parameters(arity = "1", paramLabel = "FILE", description = "A policy in YAML or JSON; - is standard input.")
    private String file;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "text|yaml|json",
            description = "A page to read, or a document (default: text).")
    private Format format;

    PolicyShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws PolicyErrors {
        PolicyFile read = PolicyFile.read(file, terminal.in());
        terminal.out()
                .print(
                        switch (format) {
                            case text -> PolicyPage.of(read.name(), read.policy(), Styling.of(terminal.isColoured()));
                            case yaml -> PolicyDocument.yaml(read.policy());
                            case json -> PolicyDocument.json(read.policy());
                        });
        return ExitCode.DONE;
    }
}
