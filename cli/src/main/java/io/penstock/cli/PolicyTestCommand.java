// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock policy test}: runs the cases beside a policy. */
@Command(
        name = "test",
        description = "Run policy test cases: what each expects against what the policy says.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy test cases.yaml"})
final class PolicyTestCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "CASES", description = "Case files in YAML or JSON; - is standard input.")
    private List<String> files;

    PolicyTestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PolicyCaseFiles.Result result =
                PolicyCaseFiles.read(files, terminal.in()).run(terminal.out()::println, terminal.out()::println);
        terminal.out().println(result.text());
        return result.failed() == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }
}
