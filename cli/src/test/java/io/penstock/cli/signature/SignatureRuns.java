// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

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
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What signature inspection finds in a capture: asked directly, and as the callout of a policy. A line for each kind of finding, and one for each packet that has one, or
 * for what belongs to no packet.
 */
public final class SignatureRuns {
    private static final List<String> LAYERS = List.of(
            "INBOUND_IPPACKET_V4",
            "INBOUND_IPPACKET_V6",
            "OUTBOUND_IPPACKET_V4",
            "OUTBOUND_IPPACKET_V6",
            "IPFORWARD_V4",
            "IPFORWARD_V6");

    private SignatureRuns() {}

    /** Asked directly, as {@code penstock signatures} does. */
    public static Set<String> directly(Path capture, byte[] rules) throws IOException {
        Set<String> found = new TreeSet<>();
        try (RuleSet set = RuleSet.of(RuleFile.read(rules), PatternSearch.Engine.AUTOMATON);
                CaptureReader reader = CaptureReader.open(new CaptureSource.File(capture))) {
            CaptureInspection inspection = new CaptureInspection(set, finding -> {
                found.add(finding.rule().sid() + " " + text(finding));
                found.add(
                        finding.packet().isPresent()
                                ? at(finding.rule().sid(), finding.packet().getAsLong())
                                : atNone(finding.rule().sid()));
            });
            inspection.inspect(reader, taken -> true);
        }
        return found;
    }

    /** As the callout of a policy, in this process. */
    static Set<String> outOfBand(Path capture, byte[] rules) throws IOException, PolicyErrors, BadInputsException {
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
                add(found, finding.key(), finding.message(), item.sequence());
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

    /** Adds what a callout reports, but for what it says of the rules themselves. */
    public static void add(Set<String> found, String key, String message, long packet) {
        if (key.chars().allMatch(Character::isDigit)) {
            found.add(key + " " + message);
            found.add(at(Long.parseLong(key), packet));
        }
    }

    private static String at(long sid, long packet) {
        return sid + " at " + packet;
    }

    private static String atNone(long sid) {
        return sid + " at none";
    }

    /**
     * Where a callout found something else than was found directly, a line for each rule. What belongs to no packet, a datagram put together, the callout reports at the packet
     * that it was asked about; what is found only when the capture has ended nobody asks it about.
     */
    public static Set<String> differences(String capture, Set<String> directly, Set<String> byCallout) {
        Set<String> differences = new TreeSet<>();
        for (String found : directly) {
            boolean byItself =
                    found.endsWith(" at none") || isText(found) && directly.contains(sid(found) + " at none");
            if (!byCallout.contains(found) && !byItself) {
                differences.add(capture + " " + sid(found) + " only directly");
            }
        }
        for (String found : byCallout) {
            if (!directly.contains(found) && !(!isText(found) && directly.contains(sid(found) + " at none"))) {
                differences.add(capture + " " + sid(found) + " only by the callout");
            }
        }
        return differences;
    }

    private static boolean isText(String found) {
        return !found.matches("\\d+ at \\d+");
    }

    private static String sid(String found) {
        return found.substring(0, found.indexOf(' '));
    }

    private static String text(SignatureFinding finding) {
        boolean stream = finding.place() == SignatureFinding.Place.STREAM;
        return "\"" + finding.rule().message() + "\""
                + (finding.rule().rev() == 0 ? "" : " rev " + finding.rule().rev()) + " in the "
                + (stream ? "stream" : "packet")
                + finding.direction().map(way -> " " + way.word()).orElse("") + ", "
                + finding.protocol() + " " + finding.source() + " > " + finding.destination();
    }

    /** A policy that has all packets looked at, and blocks none. */
    public static String policy(byte[] rules) {
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
