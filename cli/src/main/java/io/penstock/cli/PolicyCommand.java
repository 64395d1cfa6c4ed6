// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock policy}: a policy's life, a subcommand for each step. */
@Command(
        name = "policy",
        description = "Check policies, read them, test them and put them in force.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock policy validate samples/policy.yaml"})
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private PolicyCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new PolicyValidateCommand(terminal))
                .addSubcommand(new PolicyShowCommand(terminal))
                .addSubcommand(new PolicySchemaCommand(terminal))
                .addSubcommand(new PolicyLintCommand(terminal))
                .addSubcommand(new PolicyTestCommand(terminal))
                .addSubcommand(new PolicyImportCommand(terminal))
                .addSubcommand(new PolicyDiffCommand(terminal))
                .addSubcommand(new PolicyApplyCommand(terminal))
                .addSubcommand(new PolicyHistoryCommand(terminal))
                .addSubcommand(new PolicyRollbackCommand(terminal))
                .addSubcommand(new PolicyHitsCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
