// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.policy.FilterChange;
import io.penstock.engine.policy.Policy;

/**
 * Tells callouts which filters that name them come and go with an activation (spec 5.5). That is after the commit, so no answer cancels anything. A
 * callout hears of what changes while it is registered: not of filters that stood before, but of their end. One thread.
 */
final class FilterNotices {
    private final CalloutRegistry registry;
    private final EngineListener listener;

    FilterNotices(CalloutRegistry registry, EngineListener listener) {
        this.registry = registry;
        this.listener = listener;
    }

    /** Tells the callouts whose code is here. */
    void activated(Policy before, Policy now) {
        for (FilterChange change : FilterChange.between(before, now)) {
            CalloutRegistration registration = registry.find(change.calloutKey());
            if (registration != null && registration.code() != null) {
                tell(registration, change);
            }
        }
    }

    /** A filter is deleted whatever its callout says to that. */
    private void tell(CalloutRegistration registration, FilterChange change) {
        boolean accepted = registration.tell(change.filter(), change.added());
        if (!accepted && change.added()) {
            listener.contractError(
                    null, change.filter().layer(), registration.key(), ContractError.NOTIFICATION_REFUSED);
        }
    }
}
