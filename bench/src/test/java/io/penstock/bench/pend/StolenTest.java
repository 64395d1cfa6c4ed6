// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StolenTest {
    @Test
    void isTheShareOfAllProcessorTimeThatWasGivenToOthers() {
        Stolen before = Stolen.parse("cpu  100 10 50 800 20 5 5 10 70 30\ncpu0 50 5 25 400 10 2 3 5 0 0\n");
        Stolen after = Stolen.parse("cpu  150 10 60 820 20 5 10 25 90 30\ncpu0 75 5 30 410 10 2 5 12 0 0\n");

        assertThat(before).isEqualTo(new Stolen(10, 1_000));
        assertThat(after.percentSince(before)).isEqualTo(15.0);
    }

    @Test
    void isNothingWhereNoTimeHasPassed() {
        Stolen now = new Stolen(10, 1_000);

        assertThat(now.percentSince(now)).isZero();
    }

    @Test
    void isReadOnThisMachine() throws Exception {
        Stolen before = Stolen.soFar();

        assertThat(Stolen.soFar().percentSince(before)).isBetween(0.0, 100.0);
    }
}
