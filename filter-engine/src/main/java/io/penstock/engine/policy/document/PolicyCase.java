// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One policy test case (spec 4.7): a policy, what is shown to it, what stubbed callouts answer, and what is expected. Run by one thread at a time. */
public sealed interface PolicyCase permits IndicationCase, PacketCase {
    /** Names the case in reports. */
    String id();

    /** What it is about, empty where the author wrote nothing. */
    String title();

    /** What it is shown to. */
    Policy policy();

    /** Runs the case; each difference as {@code member: expected …, was …}, none if it passed. */
    List<String> run();

    /** Differences between what was expected, member by member, and what came. */
    static List<String> differences(Map<String, String> expected, Function<String, String> came) {
        List<String> differences = new ArrayList<>();
        expected.forEach((member, wanted) -> {
            String was = came.apply(member);
            if (!was.equals(wanted)) {
                differences.add(member + ": expected " + wanted + ", was " + was);
            }
        });
        return differences;
    }
}
