// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.policy.Policy;
import java.util.List;

/**
 * What became of one packet, and every step to it.
 *
 * @param packet the packet in a line
 * @param number its number in the capture, 1 where it is from none
 * @param rows its row, at offset 0
 * @param policyName what the user calls the policy
 * @param policy the policy
 * @param steps the walk
 * @param verdict the fate
 */
public record Explanation(
        String packet, long number, byte[] rows, String policyName, Policy policy, List<Step> steps, Verdict verdict) {

    /** The walk in parts. */
    List<WalkPart> parts() {
        return WalkParts.of(steps);
    }
}
