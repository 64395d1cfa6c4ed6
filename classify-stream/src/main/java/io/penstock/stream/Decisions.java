// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Verdict;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;

/** Spells an engine's verdict as the wire does. */
final class Decisions {
    private Decisions() {}

    static Decision of(Verdict verdict) {
        DecisionAction action = switch (verdict.fate()) {
            case PERMIT -> DecisionAction.PERMIT;
            case BLOCK -> DecisionAction.BLOCK;
            case ABSORB -> DecisionAction.ABSORB;
            case MALFORMED -> DecisionAction.MALFORMED;
        };
        return new Decision(
                action,
                verdict.layer() == null ? null : verdict.layer().key(),
                verdict.subLayerKey(),
                verdict.filterKey(),
                verdict.calloutKey(),
                verdict.reason(),
                verdict.terminating(),
                verdict.uncertain());
    }
}
