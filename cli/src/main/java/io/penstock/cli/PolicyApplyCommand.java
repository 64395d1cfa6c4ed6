// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.stream.control.PolicyLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy apply}: puts a policy in force at a cluster. */
@Command(
        name = "apply",
        description = {
            "Put a policy in force at a cluster: check it, publish it whole, activate it in every partition at once.",
            "If somebody else has changed what was active, nothing is changed and the exit code is 1.",
            "Callouts that it names, whose code is here and that the cluster does not know yet are registered with it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Examples:",
            "  penstock policy apply office.yaml --bootstrap 127.0.0.1:9092 --require-tests",
            "  penstock policy apply office.yaml --bootstrap 127.0.0.1:9092 --expect 7"
        })
final class PolicyApplyCommand implements Callable<Integer> {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    private final Terminal terminal;

    @Parameters(arity = "1", paramLabel = "FILE", description = "A policy in YAML or JSON; - is standard input.")
    private String file;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Name under which it is active (default: default). One policy is active, whatever its name.")
    private String name;

    @Option(
            names = "--require-tests",
            description = "Run the cases in *.test.yaml beside the policy first. If one fails, or none is about this"
                    + " policy, nothing is changed and the exit code is 1.")
    private boolean requireTests;

    @Mixin
    private ActivationArguments arguments;

    PolicyApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws PolicyErrors, IOException {
        if (!name.matches(NAME)) {
            throw CommandFailure.badInput(
                    "--name: up to 100 letters, digits, dots and hyphens expected, found \"" + name + "\"");
        }
        arguments.check();
        PolicyFile read = PolicyFile.read(file, terminal.in());
        if (requireTests && !isTested(read)) {
            return ExitCode.FOUND;
        }
        KafkaClientSettings cluster = arguments.cluster();
        PolicyLog begin = PolicyLog.read(cluster.client());
        return arguments.activate(terminal, cluster, begin, read.activation(name), read.policy());
    }

    private boolean isTested(PolicyFile read) throws IOException {
        if (file.equals("-")) {
            throw CommandFailure.badInput("--require-tests: no case file stands beside standard input; name a file");
        }
        List<String> files = PolicyCaseFiles.beside(Path.of(file));
        if (files.isEmpty()) {
            terminal.say("refused, nothing was changed: no *.test.yaml stands beside " + file);
            return false;
        }
        PolicyCaseFiles cases = PolicyCaseFiles.read(files, terminal.in());
        if (!cases.speakOf(read.policy().version())) {
            terminal.say("refused, nothing was changed: no case of " + String.join(", ", files) + " is about " + file);
            return false;
        }
        PolicyCaseFiles.Result result = cases.run(passed -> {}, terminal::say);
        terminal.say((result.failed() == 0 ? "" : "refused, nothing was changed: ") + result.text());
        return result.failed() == 0;
    }
}
