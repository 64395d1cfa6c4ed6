// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.cli.explain.ExplainPage;
import io.penstock.cli.explain.Explanation;
import io.penstock.cli.explain.FilterChoice;
import io.penstock.cli.explain.WhyNot;
import io.penstock.cli.explain.WhyNotFinder;
import io.penstock.cli.report.Styling;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.document.PolicyErrors;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock explain}: every layer, sublayer and filter considered for one packet, and why. */
@Command(
        name = "explain",
        description = {
            "Take one packet through a policy and show every layer it visits, every filter that is considered there,"
                    + " what matched and what did not, who decided, and why."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {
            "",
            "Examples:",
            "  penstock explain --packet 'tcp 10.0.0.5:50000 > 93.184.216.34:443 out SYN' --why-not block-telnet",
            "  penstock explain --packet 'in udp [fd20::66]:53 > [fd20::2]:4000 payload=hello process=/usr/bin/dig'",
            "  penstock explain --capture samples/office.pcapng --number 12"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--policy", paramLabel = "FILE", description = "The policy; without it the sample policy applies.")
    private String policy;

    @Mixin
    private ExplainedPacket packet;

    @Option(
            names = "--why-not",
            paramLabel = "FILTER",
            description = "Also say why this filter (key or id) did not decide, or that it did.")
    private String whyNot;

    @Option(names = "--json", description = "One JSON object instead of the tree.")
    private boolean json;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, PolicyErrors {
        packet.check();
        PolicyFile file = PolicyFile.read(policy, terminal.in());
        List<Filter> asked = whyNot == null ? List.of() : FilterChoice.of(file.policy(), "--why-not", whyNot);
        Explanation explanation = packet.explain(file, terminal);
        if (policy == null) {
            terminal.say("no --policy given: " + file.name() + " applies ("
                    + file.title().shortVersion() + ")");
        }
        List<WhyNot> reasons = new WhyNotFinder(explanation).find(asked);
        if (json) {
            write(explanation, reasons);
        } else {
            terminal.out().print(ExplainPage.of(explanation, reasons, Styling.of(terminal.isColoured())));
        }
        return ExitCode.DONE;
    }

    private void write(Explanation explanation, List<WhyNot> reasons) throws IOException {
        JsonGenerator out =
                new JsonFactory().createGenerator(terminal.out()).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.writeStartObject();
        out.writeStringField("packet", explanation.packet());
        VerdictJson.members(
                out, explanation.number(), explanation.rows(), 0, explanation.verdict(), explanation.steps());
        if (whyNot != null) {
            WhyNotJson.write(out, reasons);
        }
        out.writeEndObject();
        out.writeRaw('\n');
        out.close();
    }
}
