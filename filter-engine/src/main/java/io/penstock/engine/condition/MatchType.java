// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

/** How a condition compares, in the order of WFP's values 0 to 12 (spec 3.3). */
public enum MatchType {
    EQUAL,
    GREATER,
    LESS,
    GREATER_OR_EQUAL,
    LESS_OR_EQUAL,
    RANGE,
    FLAGS_ALL_SET,
    FLAGS_ANY_SET,
    FLAGS_NONE_SET,
    EQUAL_CASE_INSENSITIVE,
    NOT_EQUAL,
    PREFIX,
    NOT_PREFIX;

    /** WFP's spelling, {@code FWP_MATCH_...}. */
    public String key() {
        return "FWP_MATCH_" + name();
    }
}
