// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** What a matching filter does (spec 4.3). */
public sealed interface Action {
    /** WFP's spelling, {@code FWP_ACTION_...}. */
    String key();

    /** Lets pass. */
    record Permit() implements Action {
        @Override
        public String key() {
            return "FWP_ACTION_PERMIT";
        }
    }

    /** Drops. */
    record Block() implements Action {
        @Override
        public String key() {
            return "FWP_ACTION_BLOCK";
        }
    }

    /** Asks a callout; all that is neither permit nor block counts as block (R-TERMINATING). */
    record CalloutTerminating(String calloutKey) implements Action {
        @Override
        public String key() {
            return "FWP_ACTION_CALLOUT_TERMINATING";
        }
    }

    /** Shows the item to a callout and goes on (R-INSPECTION). */
    record CalloutInspection(String calloutKey) implements Action {
        @Override
        public String key() {
            return "FWP_ACTION_CALLOUT_INSPECTION";
        }
    }

    /** Asks a callout that may also have no opinion (R-UNKNOWN). */
    record CalloutUnknown(String calloutKey) implements Action {
        @Override
        public String key() {
            return "FWP_ACTION_CALLOUT_UNKNOWN";
        }
    }

    /** Key of the callout, or null for permit and block. */
    default String callout() {
        return switch (this) {
            case Permit() -> null;
            case Block() -> null;
            case CalloutTerminating(String key) -> key;
            case CalloutInspection(String key) -> key;
            case CalloutUnknown(String key) -> key;
        };
    }

    /** Whether it only shows the item to a callout, so that it never decides (R-INSPECTION). */
    default boolean isInspection() {
        return this instanceof CalloutInspection;
    }

    /** Whether the verdict line calls a filter of this action terminating: permit, block, terminating callout. */
    default boolean isTerminating() {
        return !(this instanceof CalloutInspection) && !(this instanceof CalloutUnknown);
    }
}
