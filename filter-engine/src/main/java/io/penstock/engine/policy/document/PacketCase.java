// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.classify.ArbitrationCase;
import io.penstock.engine.classify.PacketTrial;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.compose.WrittenPacket;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.Map;

/** A case about a packet's whole walk: what becomes of the last of some packets, in the words of a verdict line. */
record PacketCase(
        String id,
        String title,
        Policy policy,
        List<WrittenPacket> packets,
        Map<String, ArbitrationCase.Stub> stubs,
        Map<String, String> expected)
        implements PolicyCase {

    /** What a case may expect: the members of a verdict line that a policy decides. */
    static final List<String> EXPECTED =
            List.of("action", "layer", "sublayer", "filter", "callout", "reason", "terminating", "uncertain");

    @Override
    public List<String> run() {
        Verdict verdict = PacketTrial.run(policy, packets, stubs);
        return PolicyCase.differences(expected, member -> String.valueOf(spelled(member, verdict)));
    }

    private static Object spelled(String member, Verdict verdict) {
        return switch (member) {
            case "action" -> verdict.fate().key();
            case "layer" -> verdict.layer() == null ? null : verdict.layer().key();
            case "sublayer" -> verdict.subLayerKey();
            case "filter" -> verdict.filterKey();
            case "callout" -> verdict.calloutKey();
            case "reason" -> verdict.reason();
            case "terminating" -> verdict.terminating();
            case "uncertain" -> verdict.uncertain();
            default -> throw new IllegalStateException("unexpected member " + member);
        };
    }
}
