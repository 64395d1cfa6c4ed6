// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.PolicySettings;

/** What stands for a callout's answer where the callout cannot give one. */
final class StandInAnswer {
    private StandInAnswer() {}

    /** A terminating callout that cannot look permits; one that may have no opinion has none. */
    static void pass(RuntimeFilter filter, Arbitration.FilterResult answer) {
        boolean terminating = filter.filter().action().isTerminating();
        answer.action = terminating ? CalloutAction.PERMIT : CalloutAction.CONTINUE;
        answer.hard = filter.clearsActionRight();
    }

    /** There is no room to pend what the callout has pended (spec 6.7). */
    static void overflow(PolicySettings settings, Arbitration.FilterResult answer) {
        decide(settings.permitOnOverflow(), answer);
        answer.absorb = false;
        answer.detail = DiscardReason.PEND_OVERFLOW;
    }

    /** The callout has thrown (spec 6.7). */
    static void failed(PolicySettings settings, Arbitration.FilterResult answer) {
        decide(settings.permitOnTimeout(), answer);
    }

    private static void decide(boolean permit, Arbitration.FilterResult answer) {
        answer.action = permit ? CalloutAction.PERMIT : CalloutAction.BLOCK;
        answer.hard = !permit;
    }
}
