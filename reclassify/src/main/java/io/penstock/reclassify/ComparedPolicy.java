// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.List;
import java.util.Objects;

/**
 * One side of a comparison.
 *
 * @param name what the user calls the policy; {@code recorded} where the verdicts were recorded
 * @param version its content hash, 64 hex digits; empty where recorded verdicts name none or more than one
 * @param unknownCallouts keys of the callouts its filters name that abstained: they have no code, and an outcome is not recorded of all that they were asked
 * @param answers where the answers of callouts are from that it pended for, by callout
 */
public record ComparedPolicy(String name, String version, List<String> unknownCallouts, List<CalloutAnswers> answers) {
    private static final int SHORT = 12;

    public ComparedPolicy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        unknownCallouts = List.copyOf(unknownCallouts);
        answers = List.copyOf(answers);
    }

    /** A policy that pended nothing. */
    public ComparedPolicy(String name, String version, List<String> unknownCallouts) {
        this(name, version, unknownCallouts, List.of());
    }

    /** The version as a screen shows it: 12 digits, or nothing. */
    public String shortVersion() {
        return version.substring(0, Math.min(SHORT, version.length()));
    }
}
