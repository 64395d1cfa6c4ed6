// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.policy.BuiltInCallout;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.Policy;
import java.util.Optional;

/** Tells where a filter comes from, as newer audit events do in FilterOrigin; a better key than the filter's id, which changes (spec 8.4). */
@FunctionalInterface
public interface FilterOrigins {
    /** What a policy tells by itself: filters that name a silent-drop callout are stealth filters. Of others nothing is known. */
    FilterOrigins STEALTH = (policy, filterKey, calloutKey) -> Optional.ofNullable(calloutKey)
            .flatMap(BuiltInCallouts::byKey)
            .filter(callout -> callout.behaviour() == BuiltInCallout.Behaviour.WORKS)
            .map(callout -> "Stealth");

    /**
     * The filter's origin, empty where it is not known.
     *
     * @param calloutKey the callout that the filter names, or null
     */
    Optional<String> of(Policy policy, String filterKey, String calloutKey);
}
