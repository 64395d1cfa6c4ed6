// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExpiryGraceTest {
    private static final long INTERVAL_MS = 200;
    private static final long GRACE_MS = 10_000;
    private static final long START_MS = 1_000_000;

    private final ExpiryGrace grace = new ExpiryGrace(Duration.ofMillis(INTERVAL_MS), Duration.ofMillis(GRACE_MS));
    private long nowMs = START_MS;

    @Test
    void shouldEndOnceTheTaskHasBeenThereForItsTime() {
        grace.begin(nowMs);
        assertThat(lookUntil(START_MS + GRACE_MS - 1)).isFalse();
        assertThat(lookUntil(START_MS + GRACE_MS)).isTrue();
    }

    @Test
    void shouldBeginAgainWhenTheTaskHasNotLookedForLong() {
        grace.begin(nowMs);
        assertThat(lookUntil(START_MS + 60_000)).isTrue();
        long thawedMs = nowMs + 90_000;
        nowMs = thawedMs;
        assertThat(grace.isOver(nowMs)).as("the first look after a freeze").isFalse();
        assertThat(lookUntil(thawedMs + GRACE_MS - 1)).isFalse();
        assertThat(lookUntil(thawedMs + GRACE_MS)).isTrue();
    }

    @Test
    void shouldNotTakeATimeInWhichNothingWaitedForAFreeze() {
        grace.begin(nowMs);
        assertThat(lookUntil(START_MS + GRACE_MS)).isTrue();
        nowMs += 3_600_000;
        grace.looksFrom(nowMs);
        assertThat(lookUntil(nowMs + INTERVAL_MS)).isTrue();
    }

    @Test
    void shouldNotBeginAgainWhenTheTaskIsOnlyBusy() {
        grace.begin(nowMs);
        assertThat(lookUntil(START_MS + GRACE_MS)).isTrue();
        for (int i = 0; i < 100; i++) {
            nowMs += 10 * INTERVAL_MS;
            assertThat(grace.isOver(nowMs)).isTrue();
        }
    }

    private boolean lookUntil(long endMs) {
        boolean over = grace.isOver(nowMs);
        while (nowMs < endMs) {
            nowMs = Math.min(endMs, nowMs + INTERVAL_MS);
            over = grace.isOver(nowMs);
        }
        return over;
    }
}
