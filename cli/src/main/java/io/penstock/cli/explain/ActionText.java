// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;

/** What a filter does, in a few words: {@code block}, {@code hard permit}, {@code ask penstock-signature}. */
public final class ActionText {
    private ActionText() {}

    /** The words for a filter's action, with its flag. */
    public static String of(Filter filter) {
        boolean flag = filter.clearsActionRight();
        return switch (filter.action()) {
            case Action.Permit() -> flag ? "hard permit" : "permit";
            case Action.Block() -> flag ? "block with veto" : "block";
            case Action.CalloutTerminating(String callout) -> "ask " + callout + hard(flag);
            case Action.CalloutUnknown(String callout) -> "ask " + callout + ", which may not care" + hard(flag);
            case Action.CalloutInspection(String callout) -> "show " + callout;
        };
    }

    private static String hard(boolean flag) {
        return flag ? ", hard" : "";
    }
}
