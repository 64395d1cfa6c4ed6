// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout.builtin;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.policy.BuiltInCallout;
import io.penstock.engine.policy.BuiltInCallouts;
import java.util.Map;
import java.util.stream.Collectors;

/** The run-time objects of the built-in callouts that work (spec 4.6, 8.1). They keep nothing, so all engines share them; any thread. */
public final class BuiltInCode {
    private static final Map<String, CalloutRegistration> REGISTRATIONS = BuiltInCallouts.all().stream()
            .filter(callout -> callout.behaviour() == BuiltInCallout.Behaviour.WORKS)
            .map(callout -> CalloutRegistration.of(new SilentDrop(callout.calloutKey())))
            .collect(Collectors.toUnmodifiableMap(CalloutRegistration::key, registration -> registration));

    private BuiltInCode() {}

    /** The run-time object of a built-in callout, or null where it has none. */
    public static CalloutRegistration lookup(String calloutKey) {
        return REGISTRATIONS.get(calloutKey);
    }
}
