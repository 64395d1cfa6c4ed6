// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.Map;

/** One classification of one indication, with callouts that answer as they are told (spec 4.7): what a policy test case runs. */
public final class ArbitrationCase {
    private ArbitrationCase() {}

    /**
     * What a stubbed callout writes.
     *
     * @param action null where it returns without writing one
     */
    public record Answer(CalloutAction action, boolean clearsRight, boolean absorbs) {}

    /**
     * A callout's stand-in.
     *
     * @param registered whether it has a run-time object; if not, it is never asked
     * @param whenRightCleared the answer where the right was cleared before the call
     */
    public record Stub(boolean registered, Answer answer, Answer whenRightCleared) {}

    /**
     * What came of it, filters by key.
     *
     * @param finalAction PERMIT, BLOCK or NONE
     * @param decidingFilter null where nothing decided
     * @param evaluated matching filters in the order considered
     * @param invoked those of them whose callout was asked
     */
    public record Outcome(
            String finalAction,
            String decidingFilter,
            boolean right,
            boolean veto,
            boolean absorbed,
            List<String> evaluated,
            List<String> invoked) {}

    /** Classifies the values at the layer. A callout without a stub is not registered. */
    public static Outcome run(Policy policy, Layer layer, FieldValues values, Map<String, Stub> stubs) {
        return run(policy, layer, values, stubs, new DecisionTrace());
    }

    /**
     * Classifies the values at the layer.
     *
     * @param trace told every step; empty before
     */
    public static Outcome run(
            Policy policy, Layer layer, FieldValues values, Map<String, Stub> stubs, DecisionTrace trace) {
        return run(new PolicyRevision(policy, 1), layer, values, stubs, trace);
    }

    /**
     * As {@link #run(Policy, Layer, FieldValues, Map, DecisionTrace)}, for whoever classifies many times under one policy.
     *
     * @param trace told every step; empty before
     */
    public static Outcome run(
            PolicyRevision revision, Layer layer, FieldValues values, Map<String, Stub> stubs, DecisionTrace trace) {
        Arbitration arbitration = new Arbitration();
        arbitration.classify(revision, layer, values, new StubDesk(stubs), trace);
        List<String> evaluated = trace.steps().stream()
                .filter(DecisionTrace.Step.Evaluated.class::isInstance)
                .map(step -> ((DecisionTrace.Step.Evaluated) step).filterKey())
                .toList();
        List<String> invoked = trace.steps().stream()
                .filter(DecisionTrace.Step.Invoked.class::isInstance)
                .map(step -> ((DecisionTrace.Step.Invoked) step).filterKey())
                .toList();
        return new Outcome(
                arbitration.action() == null ? "NONE" : arbitration.action().name(),
                arbitration.deciding() == null
                        ? null
                        : arbitration.deciding().filter().filterKey(),
                arbitration.hasRight(),
                arbitration.isVeto(),
                arbitration.isAbsorbed(),
                evaluated,
                invoked);
    }

    private record StubDesk(Map<String, Stub> stubs) implements Arbitration.Desk {
        @Override
        public boolean isRegistered(RuntimeFilter filter) {
            Stub stub = stubs.get(filter.calloutKey());
            return stub != null && stub.registered();
        }

        @Override
        public boolean isSkipped(RuntimeFilter filter) {
            return false;
        }

        @Override
        public void ask(RuntimeFilter filter, CalloutAction current, boolean right, Arbitration.FilterResult result) {
            Stub stub = stubs.get(filter.calloutKey());
            Answer answer = right ? stub.answer() : stub.whenRightCleared();
            result.action = answer.action();
            result.hard = answer.clearsRight();
            result.absorb = answer.absorbs();
        }

        @Override
        public void contractError(RuntimeFilter filter, ContractError error) {
            // A case tells its outcome, in which nothing shows of what was not heard.
        }
    }
}
