// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.classify.ArbitrationCase.Answer;
import io.penstock.engine.classify.ArbitrationCase.Stub;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.compose.WrittenPacket;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.Map;

/** Takes written packets through a policy, with callouts that answer as they are told (spec 2.5): what a packet-level policy test case runs. */
public final class PacketTrial {
    private static final String HOST = "test";

    private PacketTrial() {}

    /**
     * Evaluates the packets in order, on one host.
     *
     * @param packets at least one
     * @param stubs by callout key; a callout without a stub is not registered
     * @return the verdict of the last packet
     */
    public static Verdict run(Policy policy, List<WrittenPacket> packets, Map<String, Stub> stubs) {
        CalloutRegistry registry = new CalloutRegistry();
        stubs.forEach((key, stub) -> {
            if (stub.registered()) {
                registry.register(CalloutRegistration.of(new StubCallout(key, stub)));
            }
        });
        LastVerdict last = new LastVerdict();
        LocalEvaluation evaluation = new LocalEvaluation(registry, last);
        PolicyRevision revision = new PolicyRevision(policy, 1);
        RowBuffer rows = new RowBuffer();
        for (int number = 1; number <= packets.size(); number++) {
            rows.clear();
            packets.get(number - 1).appendTo(rows, number);
            Item item = new Item().origin("", 0, number, 0).agent(HOST, HOST, 1);
            evaluation.evaluate(item.packet(0, rows.rows(), 0, rows.quoted(), rows.frames(), revision)
                    .knowing(packets.get(number - 1).socket()));
        }
        return last.verdict;
    }

    private record StubCallout(String key, Stub stub) implements Callout {
        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            Answer answer = out.hasRight() ? stub.answer() : stub.whenRightCleared();
            if (answer.action() != null) {
                out.action(answer.action());
            }
            if (answer.clearsRight()) {
                out.clearRight();
            }
            if (answer.absorbs()) {
                out.absorb();
            }
        }
    }

    /** Keeps the last captured packet's verdict. */
    private static final class LastVerdict implements EngineListener {
        private Verdict verdict;

        @Override
        public void verdict(Item item, Verdict told) {
            verdict = told;
        }
    }
}
