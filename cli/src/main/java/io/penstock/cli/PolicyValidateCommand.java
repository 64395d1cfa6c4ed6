// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.document.PolicyErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock policy validate}: reads policies and tells every error in them. */
@Command(
        name = "validate",
        description = "Read policies and tell every error in them, a line each.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy validate samples/policy.yaml"})
final class PolicyValidateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Policies in YAML or JSON; - is standard input.")
    private List<String> files;

    PolicyValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> errors = new ArrayList<>();
        for (String file : files) {
            try {
                PolicyFile read = PolicyFile.read(file, terminal.in());
                terminal.out()
                        .println(file + ": valid, " + read.policy().filters().size() + " filters, version "
                                + read.policy().version());
                read.policy()
                        .inertCallouts()
                        .forEach(callout -> terminal.out()
                                .println(file + ": inert callout " + callout.calloutKey() + " (" + callout.name()
                                        + "): its filters are skipped, and verdicts may be uncertain"));
            } catch (PolicyErrors wrong) {
                errors.addAll(wrong.getMessage().lines().toList());
            } catch (CommandFailure unreadable) {
                errors.addAll(unreadable.lines());
            }
        }
        if (!errors.isEmpty()) {
            throw CommandFailure.badInput(errors);
        }
        return ExitCode.DONE;
    }
}
