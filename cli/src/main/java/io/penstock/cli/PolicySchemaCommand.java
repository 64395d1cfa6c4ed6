// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.document.CaseSchema;
import io.penstock.engine.policy.document.PolicySchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock policy schema}: the JSON Schema of policies, and that of their test cases, for editors. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema of policies (draft 2020-12), with which editors complete and check them.",
            "The first line of a policy names it to editors that speak YAML's language server:",
            "  # yaml-language-server: $$schema=policy.schema.json"
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy schema > policy.schema.json"})
final class PolicySchemaCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--cases", description = "The schema of policy test cases (*.test.yaml) instead.")
    private boolean cases;

    PolicySchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(cases ? CaseSchema.json() : PolicySchema.json());
        return ExitCode.DONE;
    }
}
