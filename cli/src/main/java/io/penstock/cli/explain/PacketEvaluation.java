// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.compose.WrittenPacket;
import io.penstock.engine.policy.Policy;
import java.util.List;

/** Takes written packets through a policy on one host, with the callouts whose code is here, and traces the last. One thread. */
public final class PacketEvaluation implements EngineListener {
    private static final String HOST = "here";

    private final DecisionTrace trace = new DecisionTrace();
    private Verdict last;

    private PacketEvaluation() {}

    /**
     * Evaluates the packets in order.
     *
     * @param packets at least one; the last is explained
     */
    public static Explanation of(String policyName, Policy policy, List<WrittenPacket> packets) {
        return new PacketEvaluation().run(policyName, policy, packets);
    }

    private Explanation run(String policyName, Policy policy, List<WrittenPacket> packets) {
        LocalEvaluation evaluation =
                new LocalEvaluation(CalloutRegistry.of(CalloutCode.instances().values()), this);
        evaluation.trace(trace);
        PolicyRevision revision = new PolicyRevision(policy, 1);
        RowBuffer rows = new RowBuffer();
        int number = 0;
        for (WrittenPacket packet : packets) {
            trace.clear();
            rows.clear();
            packet.appendTo(rows, ++number);
            Item item = new Item().origin("", 0, number, 0).agent(HOST, HOST, 1);
            evaluation.evaluate(item.packet(0, rows.rows(), 0, rows.quoted(), rows.frames(), revision)
                    .knowing(packet.socket()));
        }
        byte[] row = rows.rows().clone();
        return new Explanation(PacketLine.of(row), number, row, policyName, policy, trace.steps(), last);
    }

    @Override
    public void verdict(Item item, Verdict verdict) {
        last = verdict;
    }
}
