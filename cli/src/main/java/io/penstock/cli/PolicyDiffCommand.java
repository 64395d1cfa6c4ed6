// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.report.DiffJson;
import io.penstock.cli.report.DiffPage;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.diff.PolicyDiff;
import io.penstock.engine.policy.document.PolicyComments;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.stream.control.PolicyLog;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy diff}: what changed from one policy to another. */
@Command(
        name = "diff",
        description = {
            "Tell what changed from one policy to another: provider by provider the filters added, removed, reweighted"
                    + " and changed, callouts that lost their code, hard permits that override blocks.",
            "Either may be a document, an export of netsh wfp show filters or show state, or with --bootstrap a"
                    + " revision of the cluster: @3, @0123456789ab, @active."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Examples:",
            "  penstock policy diff monday.xml friday.xml",
            "  penstock policy diff @active office.yaml --bootstrap 127.0.0.1:9092"
        })
final class PolicyDiffCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "OLD", description = "The earlier policy; - is standard input.")
    private String old;

    @Parameters(index = "1", paramLabel = "NEW", description = "The later policy; - is standard input.")
    private String now;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Option(names = "--fail-on-change", description = "Exit code 1 if anything changed.")
    private boolean failOnChange;

    @Mixin
    private KafkaOptions kafka;

    PolicyDiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws PolicyErrors, ExportException {
        if (old.equals("-") && now.equals("-")) {
            throw CommandFailure.badInput("OLD and NEW both want standard input: name a file");
        }
        PolicyLog log = kafka.isGiven() ? PolicyLog.read(kafka.ready().client()) : null;
        PolicySource before = source(old, log);
        PolicySource after = source(now, log);
        PolicyDiff diff = PolicyDiff.between(side(before), side(after));
        if (json) {
            terminal.out().println(DiffJson.of(old, before.policy(), now, after.policy(), diff));
        } else {
            DiffPage.lines(old, before.policy(), now, after.policy(), diff, terminal.isColoured())
                    .forEach(terminal.out()::println);
        }
        return failOnChange && !diff.isEmpty() ? ExitCode.FOUND : ExitCode.DONE;
    }

    private PolicySource source(String name, PolicyLog log) throws PolicyErrors, ExportException {
        if (!name.startsWith("@")) {
            return PolicySource.read(name, terminal.in());
        }
        if (log == null) {
            throw CommandFailure.badInput(name + " is a revision of a cluster: --bootstrap HOST:PORT[,...] expected");
        }
        Policy policy = log.policy(RevisionReference.find(log, name, name));
        return new PolicySource(name, policy, PolicyComments.NONE, Map.of(), Set.of());
    }

    private static PolicyDiff.Side side(PolicySource source) {
        return new PolicyDiff.Side(source.policy(), source.unregistered());
    }
}
