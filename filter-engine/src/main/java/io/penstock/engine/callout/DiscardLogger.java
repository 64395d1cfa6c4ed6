// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.DiscardReason;

/**
 * Data logging at the discard layers (spec 8.1, 8.2): reports every discard that a filter shows it, keyed by module and reason, and never changes
 * anything. Its filters have the action {@code FWP_ACTION_CALLOUT_INSPECTION}.
 */
public final class DiscardLogger implements Callout {
    public static final String KEY = "penstock-discard-logger";

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        ClassifyIn.DiscardMetadata discard = in.discard();
        out.action(CalloutAction.CONTINUE);
        if (discard == null) {
            return;
        }
        DiscardReason closest = discard.detail() == null ? discard.reason() : discard.detail();
        out.finding(
                discard.reason().module() + "/" + discard.reason().key(),
                closest.key() + " by " + discard.filterKey() + " at "
                        + in.layer().key());
    }
}
