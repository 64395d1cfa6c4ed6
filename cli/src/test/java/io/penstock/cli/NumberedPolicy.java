// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies that differ in a number which each of their filters bears, so that a mixture of two would be seen. */
final class NumberedPolicy {
    private static final int FILTERS = 40;

    private NumberedPolicy() {}

    /** Writes the document of a number. */
    static Path write(Path folder, int number) throws IOException {
        StringBuilder text = new StringBuilder("policy: number-" + number + "\nfilters:\n");
        for (int i = 0; i < FILTERS; i++) {
            text.append("  - filterKey: p")
                    .append(number)
                    .append("-")
                    .append(i)
                    .append("\n"
                            + "    layerKey: ALE_AUTH_CONNECT_V4\n"
                            + "    filterCondition: [{ fieldKey: IP_REMOTE_PORT, conditionValue: ")
                    .append(1_000 + i)
                    .append(" }]\n    action: { type: FWP_ACTION_BLOCK }\n");
        }
        return Files.writeString(folder.resolve("p" + number + ".yaml"), text);
    }

    /** Fails unless the policy is one of these, and whole. */
    static void requireWhole(Policy policy) {
        String prefix = policy.filters().getFirst().filterKey().replaceFirst("-.*", "-");
        assertThat(policy.filters())
                .hasSize(FILTERS)
                .allSatisfy(filter -> assertThat(filter.filterKey()).startsWith(prefix));
    }
}
