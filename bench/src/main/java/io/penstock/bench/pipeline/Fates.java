// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.schemas.DecisionAction;

/**
 * Packets by what became of them.
 *
 * @param permit permitted
 * @param block blocked
 * @param absorb absorbed
 * @param malformed malformed
 */
record Fates(long permit, long block, long absorb, long malformed) {
    static final Fates NONE = new Fates(0, 0, 0, 0);

    long sum() {
        return permit + block + absorb + malformed;
    }

    static Fates of(long[] byAction) {
        return new Fates(
                byAction[DecisionAction.PERMIT.ordinal()],
                byAction[DecisionAction.BLOCK.ordinal()],
                byAction[DecisionAction.ABSORB.ordinal()],
                byAction[DecisionAction.MALFORMED.ordinal()]);
    }
}
