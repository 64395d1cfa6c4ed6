// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.document.PolicyCase;
import io.penstock.engine.policy.document.PolicyCases;
import io.penstock.engine.policy.document.PolicyErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<PolicyCase> cases = read();
        int failed = 0;
        for (PolicyCase one : cases) {
            List<String> differences = one.run();
            failed += differences.isEmpty() ? 0 : 1;
            String outcome = differences.isEmpty() ? "ok   " : "FAIL ";
            String why = differences.isEmpty() ? "" : ": " + String.join("; ", differences);
            terminal.out().println(outcome + one.id() + " " + one.title() + why);
        }
        terminal.out().println((cases.size() - failed) + " passed, " + failed + " failed");
        return failed == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    private List<PolicyCase> read() {
        List<PolicyCase> cases = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (String file : files) {
            try {
                cases.addAll(read(file));
            } catch (PolicyErrors wrong) {
                errors.addAll(wrong.getMessage().lines().toList());
            } catch (IOException | InvalidPathException unreadable) {
                String why = unreadable instanceof IOException io ? ErrorLines.ioText(io) : unreadable.getMessage();
                errors.add(why.startsWith(file) ? why : file + ": " + why);
            }
        }
        if (!errors.isEmpty()) {
            throw CommandFailure.badInput(errors);
        }
        return cases;
    }

    private List<PolicyCase> read(String file) throws PolicyErrors, IOException {
        if (file.equals("-")) {
            return PolicyCases.read(file, terminal.in().readAllBytes(), Path.of(""));
        }
        Path path = Path.of(file);
        Path folder = path.toAbsolutePath().getParent();
        return PolicyCases.read(file, Files.readAllBytes(path), folder);
    }
}
