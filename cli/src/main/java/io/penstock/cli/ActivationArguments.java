// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.CalloutRegistrar;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.report.ActivationReport;
import io.penstock.cli.report.DiffCounts;
import io.penstock.cli.report.RevisionText;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.diff.PolicyDiff;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyLog;
import io.penstock.stream.control.PolicyToActivate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How commands that put a policy in force at a cluster do that: compare with what is active, and set. */
final class ActivationArguments {
    private static final String ANY = "any";
    private static final String NONE = "none";

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--expect",
            paramLabel = "REVISION|VERSION|any|none",
            description = "What must still be active, or nothing is changed (default: what is active when the command"
                    + " begins; any: whatever is).")
    private String expect;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    /** The cluster, which answers and has its topics. */
    KafkaClientSettings cluster() {
        return kafka.ready();
    }

    /** Refuses what is no expectation. */
    void check() {
        if (expect != null) {
            expectation(null);
        }
    }

    /**
     * Activates a policy with the callouts that it needs, and tells what came of it.
     *
     * @param begin what was there when the command began
     * @param activation the policy as it is published
     * @param policy the same policy
     * @return the exit code
     */
    int activate(
            Terminal terminal,
            KafkaClientSettings cluster,
            PolicyLog begin,
            PolicyToActivate activation,
            Policy policy) {
        if (activation.compressedBytes() > PolicyToActivate.MAX_COMPRESSED_BYTES) {
            throw CommandFailure.badInput("the policy is " + activation.compressedBytes()
                    + " bytes compressed, at most " + PolicyToActivate.MAX_COMPRESSED_BYTES + " can be activated");
        }
        Expectation expected = expectation(begin);
        ActivationOutcome outcome = expected.isMetBy(begin.active())
                ? write(cluster, begin, activation.by(writer()), policy, expected)
                : new ActivationOutcome.Refused(begin.active());
        DiffCounts counts = outcome instanceof ActivationOutcome.Activated activated
                ? counts(cluster, begin, activated, policy)
                : null;
        if (json) {
            terminal.out().println(ActivationReport.json(outcome, counts));
        }
        return switch (outcome) {
            case ActivationOutcome.Activated activated -> {
                print(terminal, ActivationReport.lines(activated, counts));
                yield ExitCode.DONE;
            }
            case ActivationOutcome.AlreadyActive already -> {
                print(terminal, List.of(ActivationReport.line(already)));
                yield ExitCode.DONE;
            }
            case ActivationOutcome.Refused refused -> {
                terminal.say(ActivationReport.line(refused, text(begin, expected)));
                yield ExitCode.FOUND;
            }
        };
    }

    private void print(Terminal terminal, List<String> lines) {
        if (!json) {
            lines.forEach(terminal.out()::println);
        }
    }

    private static ActivationOutcome write(
            KafkaClientSettings cluster,
            PolicyLog begin,
            PolicyToActivate activation,
            Policy policy,
            Expectation expected) {
        try (Admin admin = cluster.admin()) {
            List<CalloutToRegister> callouts = CalloutRegistrar.unknown(admin, cluster, policy, begin.callouts());
            return new ControlWriter(cluster.client()).activate(activation, callouts, expected);
        }
    }

    /** With {@code --expect any} it may replace what came only after the command had begun. */
    private static DiffCounts counts(
            KafkaClientSettings cluster, PolicyLog begin, ActivationOutcome.Activated activated, Policy policy) {
        boolean asGiven = activated.revision().version().equals(policy.version());
        boolean known =
                asGiven && begin.active().revision() >= activated.before().revision();
        PolicyLog log = known ? begin : PolicyLog.read(cluster.client());
        Policy before = log.policy(activated.before());
        // What dynamic sessions have was added to what was given.
        Policy after = asGiven ? policy : log.policy(activated.revision());
        return DiffCounts.of(
                PolicyDiff.between(new PolicyDiff.Side(before, Set.of()), new PolicyDiff.Side(after, Set.of())));
    }

    private Expectation expectation(PolicyLog begin) {
        return switch (expect) {
            case null -> new Expectation.Revision(begin.active().revision());
            case ANY -> new Expectation.Any();
            case NONE -> new Expectation.Revision(0);
            default -> RevisionReference.expectation("--expect", expect);
        };
    }

    private static String text(PolicyLog begin, Expectation expected) {
        return begin.revisions().stream()
                .filter(expected::isMetBy)
                .reduce((earlier, later) -> later)
                .map(RevisionText::of)
                .orElseGet(() -> switch (expected) {
                    case Expectation.Any() -> "any policy";
                    case Expectation.Revision(long revision) -> revision == 0 ? "no policy" : "revision " + revision;
                    case Expectation.Version(String version) -> "version " + version;
                });
    }

    /** Whoever looks at the history later wants to know whom to ask. */
    private static String writer() {
        String user = System.getProperty("user.name", "");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return user;
        }
    }
}
