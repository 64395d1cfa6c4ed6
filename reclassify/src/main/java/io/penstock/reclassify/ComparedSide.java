// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.policy.Policy;
import java.util.Objects;
import java.util.Optional;

/**
 * One side of a comparison as the user names it.
 *
 * @param name what the user calls it
 * @param policy what is evaluated; empty: the recorded verdicts count
 */
public record ComparedSide(String name, Optional<Policy> policy) {
    /** The verdicts that the topology gave. */
    public static final ComparedSide RECORDED = new ComparedSide("recorded", Optional.empty());

    public ComparedSide {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(policy, "policy");
    }

    /** A policy that is evaluated. */
    public static ComparedSide of(String name, Policy policy) {
        return new ComparedSide(name, Optional.of(policy));
    }
}
