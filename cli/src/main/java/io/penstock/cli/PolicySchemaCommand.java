// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.document.PolicySchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code penstock policy schema}: the JSON Schema of policies, for editors. */
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

    PolicySchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(PolicySchema.json());
        return ExitCode.DONE;
    }
}
