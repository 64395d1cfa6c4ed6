// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.function.Function;

/** Finds filters whose callout nobody here can ask (spec 4.6, 11 P26). One thread. */
final class CalloutCodeCheck {
    private final Policy policy;
    private final Function<String, Callout> code;
    private final List<LintFinding> found;

    CalloutCodeCheck(Policy policy, Function<String, Callout> code, List<LintFinding> found) {
        this.policy = policy;
        this.code = code;
        this.found = found;
    }

    void check(Filter filter) {
        String callout = filter.action().callout();
        if (callout == null) {
            return;
        }
        if (policy.isInert(filter)) {
            add(
                    filter,
                    "callout " + callout
                            + " is inert: the filter is skipped, and a verdict where it matches is uncertain");
        } else if (code.apply(callout) == null && BuiltInCallouts.byKey(callout).isEmpty()) {
            add(filter, "callout " + callout + " has no code here: " + unregistered(filter));
        }
    }

    private static String unregistered(Filter filter) {
        if (filter.action() instanceof Action.CalloutInspection) {
            return "the filter is ignored where nobody has registered it";
        }
        return filter.permitsIfCalloutUnregistered()
                ? "the filter permits where nobody has registered it"
                : "the filter blocks where nobody has registered it";
    }

    private void add(Filter filter, String text) {
        found.add(new LintFinding(LintRule.CALLOUT_WITHOUT_CODE, filter.filterKey(), "", text));
    }
}
