// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.Action;
import io.penstock.engine.spec.SpecTable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Action types with WFP's values ({@code actions.csv}); the first five are for filters (spec 4.3). */
public enum ActionType {
    BLOCK,
    PERMIT,
    CALLOUT_TERMINATING,
    CALLOUT_INSPECTION,
    CALLOUT_UNKNOWN,
    CONTINUE,
    NONE,
    NONE_NO_MATCH,
    BITMAP_INDEX_SET;

    /** Bit of the actions that decide. */
    public static final int TERMINATING = 0x1000;

    /** Bit of the actions that ask a callout. */
    public static final int CALLOUT = 0x4000;

    private final int value;

    ActionType() {
        value = Table.VALUES.get(key());
    }

    /** WFP's spelling, {@code FWP_ACTION_PERMIT}. */
    public String key() {
        return "FWP_ACTION_" + name();
    }

    /** WFP's value, 32 bits. */
    public int value() {
        return value;
    }

    /** Whether it asks a callout. */
    public boolean consults() {
        return (value & CALLOUT) != 0;
    }

    /** The action of a filter; empty for types that no filter may have. */
    Optional<Action> action(String calloutKey) {
        return switch (this) {
            case BLOCK -> Optional.of(new Action.Block());
            case PERMIT -> Optional.of(new Action.Permit());
            case CALLOUT_TERMINATING -> Optional.of(new Action.CalloutTerminating(calloutKey));
            case CALLOUT_INSPECTION -> Optional.of(new Action.CalloutInspection(calloutKey));
            case CALLOUT_UNKNOWN -> Optional.of(new Action.CalloutUnknown(calloutKey));
            case CONTINUE, NONE, NONE_NO_MATCH, BITMAP_INDEX_SET -> Optional.empty();
        };
    }

    /** The type of a filter's action. */
    static ActionType of(Action action) {
        return switch (action) {
            case Action.Block() -> BLOCK;
            case Action.Permit() -> PERMIT;
            case Action.CalloutTerminating(var _) -> CALLOUT_TERMINATING;
            case Action.CalloutInspection(var _) -> CALLOUT_INSPECTION;
            case Action.CalloutUnknown(var _) -> CALLOUT_UNKNOWN;
        };
    }

    private static final class Table {
        private static final Map<String, Integer> VALUES = SpecTable.rows("actions.csv").stream()
                .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> Integer.decode(row[1])));
    }
}
