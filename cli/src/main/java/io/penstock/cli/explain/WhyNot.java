// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.condition.ConditionOutcome;
import io.penstock.engine.policy.Filter;
import java.util.List;

/**
 * Why a filter did not decide a packet, or that it did.
 *
 * @param filter the filter asked about
 * @param outcome what became of it
 * @param text why, one line for a person
 * @param other the filter that came before it, empty for none
 * @param conditions its conditions as they came out, where it was tried and did not match; else none
 */
public record WhyNot(Filter filter, Outcome outcome, String text, String other, List<ConditionOutcome> conditions) {
    /** What became of a filter. */
    public enum Outcome {
        /** It decided its layer. */
        DECIDED,
        /** A condition failed. */
        NOT_MATCHED,
        /** Its conditions hold, but it has no result. */
        NO_RESULT,
        /** Its result changed nothing, or was changed. */
        OVERRULED,
        /** Another filter of its sublayer came first. */
        NOT_ASKED,
        /** The packet never came to its layer. */
        NOT_VISITED,
        /** It is disabled, or for the time of booting. */
        TAKES_NO_PART
    }
}
