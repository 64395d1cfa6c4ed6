// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import java.util.Locale;

/** The kinds of findings (spec 3, 4, 10). */
public enum LintRule {
    /** Nothing that the filter tests can be as it wants it, so that it never matches. */
    NEVER_MATCHES,
    /** One of several conditions on a field never holds; the others may. */
    NEVER_HOLDS,
    /** The same filter stands before it in its sublayer. */
    DUPLICATE,
    /** The same condition stands in the filter twice. */
    DUPLICATE_CONDITION,
    /** A filter before it in its sublayer decides whatever it matches, so that it is never asked (R-SUB). */
    SHADOWED,
    /** A filter in a heavier sublayer decides hard whatever it matches, so that its result changes nothing (R-COMBINE). */
    OVERRULED,
    /** A callout's block is soft unless the callout clears the right, and a permit in a lighter sublayer overrides it. */
    SOFT_BLOCK,
    /** A layer further up tests the same once a flow, or has the content whole (spec 10 G2). */
    HIGHER_LAYER,
    /** Its callout has no code here (spec 4.6). */
    CALLOUT_WITHOUT_CODE;

    /** As it is printed, {@code never-matches}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
