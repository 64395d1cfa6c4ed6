// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;

/** Holds a callout's raw answer to the contract (spec 5.2, 5.4): what no rule hears is taken out of it and told. */
final class ContractCheck {
    private static final String STREAM = LayerFamily.STREAM.name();

    private ContractCheck() {}

    /**
     * Checks an answer that may decide.
     *
     * @param current the layer's action on entry, null for none
     * @param right whether it could still be changed
     */
    static void answer(
            RuntimeFilter filter,
            Arbitration.FilterResult answer,
            CalloutAction current,
            boolean right,
            Arbitration.Desk desk) {
        absorb(filter, answer, desk);
        boolean veto = answer.action == CalloutAction.BLOCK && current == CalloutAction.PERMIT;
        boolean decides = answer.action == CalloutAction.BLOCK || answer.action == CalloutAction.PERMIT;
        if (!right && decides && !veto && !isStream(filter.filter().layer())) {
            desk.contractError(filter, ContractError.WRITE_WITHOUT_RIGHT);
        }
    }

    /** At STREAM the right has no meaning (R-STREAM). */
    private static boolean isStream(Layer layer) {
        return layer.family().equals(STREAM) && !layer.isDiscard();
    }

    /** A1 and A3 to A6: the absorb stays in the answer only where it is heard, if the answer decides. */
    static void absorb(RuntimeFilter filter, Arbitration.FilterResult answer, Arbitration.Desk desk) {
        if (!answer.absorb) {
            return;
        }
        Layer layer = filter.filter().layer();
        ContractError error = null;
        if (layer.isDiscard()) {
            error = ContractError.ABSORB_AT_DISCARD_LAYER;
        } else if (answer.action != CalloutAction.BLOCK) {
            error = ContractError.ABSORB_WITHOUT_BLOCK;
        } else if (!answer.pend && layer.absorbsWhenPended()) {
            error = ContractError.ABSORB_WITHOUT_PEND;
        } else if (!answer.pend && !layer.absorbValid()) {
            error = ContractError.ABSORB_NOT_VALID;
        }
        if (error != null) {
            answer.absorb = false;
            desk.contractError(filter, error);
        }
    }
}
