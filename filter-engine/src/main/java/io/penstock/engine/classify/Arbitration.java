// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.classify.DecisionTrace.Consulted;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;

/**
 * One classification: the candidates of a layer, sublayer by sublayer, combined to one action (spec 4). The result stands in the object until the
 * next classification. One thread.
 */
final class Arbitration {
    private static final String STREAM = LayerFamily.STREAM.name();

    private CalloutAction action;
    private boolean right;
    private RuntimeFilter deciding;
    private boolean veto;
    private boolean absorb;
    private boolean uncertain;
    private DiscardReason detail;
    private boolean pended;
    private Consulted consulted;
    private DecisionTrace trace;
    private final FilterResult result = new FilterResult();

    /** What one candidate came to; written by {@link #evaluate} and by the desk that asks callouts. */
    static final class FilterResult {
        CalloutAction action;
        boolean hard;
        boolean canVeto;
        boolean absorb;
        boolean pend;
        /** Whether the stream's bytes wait for more of them. */
        boolean waits;
        /** Whether nobody can say what the callout would answer. */
        boolean unknown;

        DiscardReason detail;

        void reset() {
            action = CalloutAction.CONTINUE;
            hard = false;
            canVeto = false;
            absorb = false;
            pend = false;
            waits = false;
            unknown = false;
            detail = DiscardReason.FIREWALL_POLICY;
        }
    }

    /** Asks callouts on behalf of a classification. */
    interface Desk {
        /** Whether the callout has a run-time object. */
        boolean isRegistered(RuntimeFilter filter);

        /** Whether a registered callout is not asked about this item: CONDITIONAL_ON_FLOW without a context (spec 5.6 F8). */
        boolean isSkipped(RuntimeFilter filter);

        /**
         * Invokes the callout and writes its raw answer: {@code action} null where it wrote none, {@code hard} whether it cleared the right.
         *
         * @param current the layer's action so far, null for none
         * @param right whether it may still be changed
         */
        void ask(RuntimeFilter filter, CalloutAction current, boolean right, FilterResult answer);

        /** The answer of the filter's callout broke the contract, or was not heard. */
        void contractError(RuntimeFilter filter, ContractError error);
    }

    /** Starts over: nothing is decided. Tells every step to {@code steps}, or nobody. */
    void begin(DecisionTrace steps) {
        trace = steps;
        action = null;
        right = true;
        deciding = null;
        veto = false;
        absorb = false;
        uncertain = false;
        detail = DiscardReason.FIREWALL_POLICY;
        pended = false;
    }

    /** Evaluates one candidate of the stream's waterfall, where bytes, not items, are decided. */
    FilterResult candidate(RuntimeFilter filter, Desk desk) {
        evaluate(filter, desk);
        return result;
    }

    /** A callout that matched could not be asked. */
    void doubt() {
        uncertain = true;
    }

    /** The filter has permitted or blocked some of the stream's bytes; one block makes the visit's action a block. */
    void streamDecided(RuntimeFilter filter, CalloutAction value, DiscardReason reason) {
        CalloutAction before = action;
        if (action != CalloutAction.BLOCK && action != value) {
            action = value;
            deciding = filter;
            detail = reason;
        }
        if (trace != null) {
            trace.combined(filter.filter(), before, right, this);
        }
    }

    /**
     * Classifies.
     *
     * @param steps told every step, or null
     */
    void classify(PolicyRevision revision, Layer layer, FieldValues values, Desk desk, DecisionTrace steps) {
        begin(steps);
        boolean waterfall = layer.family().equals(STREAM) && !layer.isDiscard();
        for (RuntimeFilter[] sublayer : revision.filters(layer)) {
            if (trace != null) {
                trace.entered(revision.sublayer(sublayer));
            }
            classify(sublayer, values, desk, waterfall);
            if (waterfall && action == CalloutAction.BLOCK) {
                break;
            }
        }
    }

    /** R-SUB: the first permit or block is the sublayer's result. */
    private void classify(RuntimeFilter[] sublayer, FieldValues values, Desk desk, boolean waterfall) {
        for (RuntimeFilter filter : sublayer) {
            boolean matched = filter.matches(values);
            if (trace != null) {
                trace.tried(filter, values, matched);
            }
            if (!matched) {
                continue;
            }
            evaluate(filter, desk);
            if (result.action != CalloutAction.CONTINUE) {
                combine(filter, desk, waterfall);
                return;
            }
        }
    }

    private void evaluate(RuntimeFilter filter, Desk desk) {
        result.reset();
        consulted = Consulted.NONE;
        switch (filter.filter().action()) {
            case Action.Permit() -> settle(CalloutAction.PERMIT, filter.clearsActionRight(), false);
            case Action.Block() -> settle(CalloutAction.BLOCK, true, filter.clearsActionRight());
            case Action.CalloutTerminating(var _) -> callout(filter, desk, true);
            case Action.CalloutUnknown(var _) -> callout(filter, desk, false);
            case Action.CalloutInspection(var _) -> inspection(filter, desk);
        }
        if (trace != null) {
            trace.evaluated(filter.filter(), consulted, result, right);
        }
    }

    private void settle(CalloutAction value, boolean hard, boolean canVeto) {
        result.action = value;
        result.hard = hard;
        result.canVeto = canVeto;
    }

    /** R-INSPECTION: whatever comes back, it is CONTINUE. */
    private void inspection(RuntimeFilter filter, Desk desk) {
        if (consult(filter, desk)) {
            ContractCheck.absorb(filter, result, desk);
            result.reset();
        }
    }

    private void callout(RuntimeFilter filter, Desk desk, boolean terminating) {
        if (consult(filter, desk)) {
            ContractCheck.answer(filter, result, action, right, desk);
            interpret(terminating);
        } else if (consulted == Consulted.UNREGISTERED) {
            substitute(filter);
        }
    }

    /** Asks the filter's callout if there is one to ask. */
    private boolean consult(RuntimeFilter filter, Desk desk) {
        if (filter.isInert()) {
            uncertain = true;
            consulted = Consulted.INERT;
            return false;
        }
        if (!desk.isRegistered(filter)) {
            consulted = Consulted.UNREGISTERED;
            return false;
        }
        if (desk.isSkipped(filter)) {
            consulted = Consulted.SKIPPED;
            return false;
        }
        consulted = Consulted.ASKED;
        if (trace != null) {
            trace.invoked(filter.filter());
        }
        desk.ask(filter, action, right, result);
        if (result.unknown) {
            doubt();
            result.reset();
            consulted = Consulted.INERT;
            return false;
        }
        return true;
    }

    /** R-UNREGISTERED: as a static filter. */
    private void substitute(RuntimeFilter filter) {
        if (filter.filter().permitsIfCalloutUnregistered()) {
            settle(CalloutAction.PERMIT, filter.clearsActionRight(), false);
        } else {
            settle(CalloutAction.BLOCK, true, filter.clearsActionRight());
            result.detail = DiscardReason.CALLOUT_UNREGISTERED;
        }
    }

    /** R-TERMINATING, R-UNKNOWN and what an abstaining callout means. */
    private void interpret(boolean terminating) {
        boolean abstained = result.action == null;
        if (result.waits) {
            result.action = CalloutAction.CONTINUE;
            return;
        }
        if (result.action == CalloutAction.BLOCK) {
            result.canVeto = true;
        } else if (result.action != CalloutAction.PERMIT) {
            boolean block = terminating && (!abstained || right);
            result.action = block ? CalloutAction.BLOCK : CalloutAction.CONTINUE;
            result.canVeto = block && !abstained;
        }
    }

    private void combine(RuntimeFilter filter, Desk desk, boolean waterfall) {
        CalloutAction before = action;
        boolean rightBefore = right;
        apply(filter, desk, waterfall);
        if (trace != null) {
            trace.combined(filter.filter(), before, rightBefore, this);
        }
    }

    /** R-COMBINE, R-VETO and R-DECIDING; at STREAM the right has no meaning (R-STREAM). */
    private void apply(RuntimeFilter filter, Desk desk, boolean waterfall) {
        if (right) {
            // A pend outdoes a soft block: its callout's answer would, had it come at once.
            if (action != result.action || result.pend) {
                decide(filter, desk);
            } else if (result.absorb) {
                desk.contractError(filter, ContractError.ABSORB_OVERRIDDEN);
            }
            if (result.hard && !waterfall) {
                right = false;
            }
        } else if (action == CalloutAction.PERMIT && result.action == CalloutAction.BLOCK && result.canVeto) {
            decide(filter, desk);
            veto = true;
            detail = DiscardReason.VETO;
        } else if (result.absorb) {
            desk.contractError(filter, ContractError.ABSORB_OVERRIDDEN);
        }
    }

    private void decide(RuntimeFilter filter, Desk desk) {
        if (absorb) {
            desk.contractError(deciding, ContractError.ABSORB_OVERRIDDEN);
        }
        action = result.action;
        deciding = filter;
        absorb = result.absorb;
        pended = result.pend;
        detail = result.detail;
    }

    /** PERMIT, BLOCK, or null where nothing decided. */
    CalloutAction action() {
        return action;
    }

    /** Whether the write right is still set. */
    boolean hasRight() {
        return right;
    }

    /** The filter that last changed the action, null where none did. */
    RuntimeFilter deciding() {
        return deciding;
    }

    boolean isVeto() {
        return veto;
    }

    boolean isBlock() {
        return action == CalloutAction.BLOCK;
    }

    /** Whether the item is dropped silently (spec 5.4). */
    boolean isAbsorbed() {
        return absorb;
    }

    /** Whether an inert filter matched. */
    boolean isUncertain() {
        return uncertain;
    }

    /** Whether the deciding filter's callout has pended the item. */
    boolean isPended() {
        return absorb && pended;
    }

    /** Reason of a block. */
    DiscardReason detail() {
        return detail;
    }
}
