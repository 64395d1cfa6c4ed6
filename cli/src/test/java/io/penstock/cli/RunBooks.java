// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** The identities that hold in the summary of any run. */
final class RunBooks {
    private RunBooks() {}

    static void assertBalanced(JsonNode summary) {
        JsonNode verdicts = summary.get("verdicts");
        long fates = verdicts.get("permit").asLong()
                + verdicts.get("block").asLong()
                + verdicts.get("absorb").asLong()
                + summary.get("malformed").asLong();
        assertThat(fates).as("fates").isEqualTo(summary.get("packets").asLong());
        assertThat(summary.get("completed").asLong() + summary.get("expired").asLong())
                .as("ends of pends")
                .isEqualTo(summary.get("pended").asLong());
        assertThat(sum(summary.get("discards"), "count"))
                .as("discards")
                .isEqualTo(verdicts.get("block").asLong());
        assertThat(sum(summary.get("captures"), "packets"))
                .as("packets of captures")
                .isEqualTo(summary.get("packets").asLong());
        assertThat(summary.get("expired").asLong()).as("expired").isZero();
    }

    private static long sum(JsonNode array, String field) {
        long sum = 0;
        for (JsonNode element : array) {
            sum += element.get(field).asLong();
        }
        return sum;
    }
}
