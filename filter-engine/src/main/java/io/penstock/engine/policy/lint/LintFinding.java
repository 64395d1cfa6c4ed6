// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import java.util.Objects;

/**
 * One thing that is odd about a policy (spec 3, 4, 10).
 *
 * @param rule what kind of thing
 * @param filterKey the filter it is about
 * @param otherKey the filter that it has to do with, empty for none
 * @param text why, one line for a person
 */
public record LintFinding(LintRule rule, String filterKey, String otherKey, String text) {
    public LintFinding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(filterKey, "filterKey");
        Objects.requireNonNull(otherKey, "otherKey");
        Objects.requireNonNull(text, "text");
    }
}
