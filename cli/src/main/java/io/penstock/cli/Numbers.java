// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.util.OptionalInt;

/** Ranges of options. */
final class Numbers {
    private static final int MOST_PARTITIONS = 1_000;

    private Numbers() {}

    static void require(String option, long found, long least, long most) {
        if (found < least || found > most) {
            throw CommandFailure.badInput(option + ": " + least + " to " + most + " expected, found " + found);
        }
    }

    static OptionalInt partitions(Integer wanted) {
        if (wanted == null) {
            return OptionalInt.empty();
        }
        require("--partitions", wanted, 1, MOST_PARTITIONS);
        return OptionalInt.of(wanted);
    }
}
