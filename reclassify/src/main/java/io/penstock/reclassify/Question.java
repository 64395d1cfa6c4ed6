// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/**
 * What is asked of a re-classification.
 *
 * @param oldSide what applied, or another policy
 * @param newSide what would apply; a policy
 * @param range the packets that are reported
 */
public record Question(ComparedSide oldSide, ComparedSide newSide, TimeRange range) {
    public Question {
        Objects.requireNonNull(oldSide, "oldSide");
        Objects.requireNonNull(range, "range");
        if (newSide.policy().isEmpty()) {
            throw new IllegalArgumentException("a new policy expected, found recorded verdicts");
        }
    }
}
