// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuicknessTest {
    private static final int ENOUGH = 16;

    private final Quickness quickness = new Quickness();

    @Test
    void shouldTakeACalloutForQuickOnceItHasBeenOftenEnough() {
        for (int i = 1; i < ENOUGH; i++) {
            assertThat(quickness.took(Quickness.QUICK_NANOS)).isTrue();
            assertThat(quickness.isQuick()).isFalse();
        }
        quickness.took(0);

        assertThat(quickness.isQuick()).isTrue();
    }

    @Test
    void shouldBeginAnewWithEverySlowDecision() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 2 * ENOUGH; i++) {
                quickness.took(1);
            }
            assertThat(quickness.isQuick()).isTrue();
            assertThat(quickness.took(Quickness.QUICK_NANOS + 1)).isFalse();
            assertThat(quickness.isQuick()).isFalse();
        }
    }

    @Test
    void shouldNotWaitForTheEndOfADecisionThatIsKnownToBeSlow() {
        for (int i = 0; i < ENOUGH; i++) {
            quickness.took(1);
        }
        quickness.slow();

        assertThat(quickness.isQuick()).isFalse();
    }
}
