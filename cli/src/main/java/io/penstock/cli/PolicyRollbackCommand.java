// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.engine.policy.Policy;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.PolicyLog;
import io.penstock.stream.control.PolicyToActivate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock policy rollback}: puts an earlier policy in force again. */
@Command(
        name = "rollback",
        description = {
            "Put an earlier policy in force again, as a new revision: the history only grows.",
            "If somebody else has changed what was active, nothing is changed and the exit code is 1."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy rollback --to 3 --bootstrap 127.0.0.1:9092"})
final class PolicyRollbackCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--to",
            paramLabel = RevisionReference.LABEL,
            description = "The revision whose policy is to be in force (default: the one before the active one).")
    private String to;

    @Mixin
    private ActivationArguments arguments;

    PolicyRollbackCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        arguments.check();
        KafkaClientSettings cluster = arguments.cluster();
        PolicyLog begin = PolicyLog.read(cluster.client());
        ActivatedRevision earlier =
                to == null ? begin.before(begin.active()) : RevisionReference.find(begin, "--to", to);
        if (earlier.revision() == 0) {
            throw CommandFailure.badInput("there is no revision before "
                    + (begin.active().revision() == 0
                            ? "the first"
                            : "revision " + begin.active().revision()));
        }
        Policy policy = begin.policy(earlier);
        PolicyToActivate activation = begin.lasting(earlier).restoring(earlier.revision());
        return arguments.activate(terminal, cluster, begin, activation, policy);
    }
}
