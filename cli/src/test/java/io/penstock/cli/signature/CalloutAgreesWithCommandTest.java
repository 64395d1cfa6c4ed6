// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.BadInputsException;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.worker.signature.FlowSignatureInspection;
import io.penstock.worker.signature.inspect.RuleSet;
import io.penstock.worker.signature.inspect.SignatureFinding;
import io.penstock.worker.signature.match.PatternSearch;
import io.penstock.worker.signature.rule.RuleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The callout, through the layers of a policy, finds what the command finds, at the same packets. */
class CalloutAgreesWithCommandTest {
    private static final Path SAMPLES = Path.of(System.getProperty("penstock.root", ".."), "samples");
    private static final List<String> LAYERS = List.of(
            "INBOUND_IPPACKET_V4",
            "INBOUND_IPPACKET_V6",
            "OUTBOUND_IPPACKET_V4",
            "OUTBOUND_IPPACKET_V6",
            "IPFORWARD_V4",
            "IPFORWARD_V6");

    @Test
    void shouldFindTheSameOutOfBandAsDirectly() throws Exception {
        byte[] rules = Files.readAllBytes(SAMPLES.resolve("office.rules"));
        for (String capture : List.of("office.pcapng", "server.pcap")) {
            Set<String> direct = directly(SAMPLES.resolve(capture), rules);
            assertThat(direct).isNotEmpty();
            assertThat(outOfBand(SAMPLES.resolve(capture), rules)).isEqualTo(direct);
        }
    }

    private static Set<String> directly(Path capture, byte[] rules) throws IOException {
        Set<String> found = new TreeSet<>();
        try (RuleSet set = RuleSet.of(RuleFile.read(rules), PatternSearch.Engine.AUTOMATON);
                CaptureReader reader = CaptureReader.open(new CaptureSource.File(capture))) {
            CaptureInspection inspection = new CaptureInspection(set, finding -> {
                found.add(finding.rule().sid() + " " + text(finding));
                finding.packet().ifPresent(packet -> found.add(finding.rule().sid() + " at " + packet));
            });
            inspection.inspect(reader, taken -> true);
        }
        return found;
    }

    private static Set<String> outOfBand(Path capture, byte[] rules)
            throws IOException, PolicyErrors, BadInputsException {
        PolicyRevision revision = new PolicyRevision(
                PolicyDocument.parse("policy.yaml", policy(rules).getBytes(StandardCharsets.UTF_8)), 1);
        Set<String> found = new TreeSet<>();
        CalloutRegistry registry = new CalloutRegistry();
        registry.register(CalloutRegistration.of(new FlowSignatureInspection()));
        LocalEvaluation evaluation = new LocalEvaluation(registry, new EngineListener() {
            @Override
            public void verdict(Item about, Verdict verdict) {
                // Where the packet ends does not matter here.
            }

            @Override
            public void finding(Item item, Layer layer, String calloutKey, Finding finding) {
                found.add(finding.key() + " " + finding.message());
                // A datagram put together has no number of its own.
                if (!PacketRow.has(item.rows(), item.row(), PacketRow.FLAG_FRAGMENT)) {
                    found.add(finding.key() + " at " + item.sequence());
                }
            }
        });
        Item item = new Item();
        try (RowSources sources = RowSources.open(List.of(new CaptureSource.File(capture)), RowOptions.DEFAULT)) {
            for (RowSource source : sources.agents()) {
                item.agent(source.agent(), source.host(), 1);
                while (source.next()) {
                    byte[] rows = source.rows();
                    PacketRow.frameOffset(rows, 0, source.packet().offset());
                    PacketRow.frameLength(rows, 0, source.packet().capturedLengthBytes());
                    item.origin("", 0, source.sequence(), 0)
                            .packet(
                                    0,
                                    rows,
                                    0,
                                    source.row().quoted(),
                                    source.packet().buffer(),
                                    revision);
                    evaluation.evaluate(item);
                }
                evaluation.endOfCapture(source.host());
            }
        }
        return found;
    }

    private static String text(SignatureFinding finding) {
        boolean stream = finding.place() == SignatureFinding.Place.STREAM;
        return "\"" + finding.rule().message() + "\" rev " + finding.rule().rev() + " in the "
                + (stream ? "stream " : "packet ")
                + finding.direction().orElseThrow().word() + ", "
                + finding.protocol() + " " + finding.source() + " > " + finding.destination();
    }

    private static String policy(byte[] rules) {
        StringBuilder policy = new StringBuilder("""
            policy: signatures
            callouts:
              - { calloutKey: penstock-flow-signature }
            providerContexts:
              - providerContextKey: rules
                type: FWPM_GENERAL_CONTEXT
                data:
                  action: alert
                  rules: |
            """);
        new String(rules, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> policy.append("        ").append(line).append('\n'));
        policy.append("filters:\n");
        for (String layer : LAYERS) {
            policy.append("  - { filterKey: ")
                    .append(layer)
                    .append(", layerKey: FWPM_LAYER_")
                    .append(layer)
                    .append(", providerContextKey: rules, action: { type: FWP_ACTION_CALLOUT_TERMINATING, ")
                    .append("calloutKey: penstock-flow-signature } }\n");
        }
        return policy.toString();
    }
}
