// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.report.DiffJson;
import io.penstock.cli.report.DiffPage;
import io.penstock.engine.policy.diff.PolicyDiff;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.export.ExportException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy diff}: what changed from one policy to another. */
@Command(
        name = "diff",
        description = {
            "Tell what changed from one policy to another: provider by provider the filters added, removed, reweighted"
                    + " and changed, callouts that lost their code, hard permits that override blocks.",
            "Either may be a document, or an export of netsh wfp show filters or show state."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy diff monday.xml friday.xml"})
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

    PolicyDiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws PolicyErrors, ExportException {
        if (old.equals("-") && now.equals("-")) {
            throw CommandFailure.badInput("OLD and NEW both want standard input: name a file");
        }
        PolicySource before = PolicySource.read(old, terminal.in());
        PolicySource after = PolicySource.read(now, terminal.in());
        PolicyDiff diff = PolicyDiff.between(side(before), side(after));
        if (json) {
            terminal.out().println(DiffJson.of(old, before.policy(), now, after.policy(), diff));
        } else {
            DiffPage.lines(old, before.policy(), now, after.policy(), diff, terminal.isColoured())
                    .forEach(terminal.out()::println);
        }
        return failOnChange && !diff.isEmpty() ? ExitCode.FOUND : ExitCode.DONE;
    }

    private static PolicyDiff.Side side(PolicySource source) {
        return new PolicyDiff.Side(source.policy(), source.unregistered());
    }
}
