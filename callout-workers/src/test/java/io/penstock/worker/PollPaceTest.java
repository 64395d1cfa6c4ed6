// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollPaceTest {
    private final HandDrivenTimes times = new HandDrivenTimes();
    private final PollPace pace = new PollPace(times);

    @Test
    void shouldCallAConsumerLostThatSpinsForASecondAndBringsNothing() {
        poll(500, 400, true);
        poll(499, 400, true);
        assertThat(pace.isLost()).as("after 999 ms").isFalse();

        poll(500, 60, true);
        assertThat(pace.isLost()).as("after 1,499 ms").isTrue();
    }

    @Test
    void shouldNotCallAConsumerLostThatWaits() {
        for (int poll = 0; poll < 100; poll++) {
            poll(500, 20, true);
        }
        assertThat(pace.isLost()).isFalse();
    }

    @Test
    void shouldNotCallAConsumerLostThatIsBusyWithPackets() {
        for (int poll = 0; poll < 100; poll++) {
            poll(500, 450, false);
        }
        assertThat(pace.isLost()).isFalse();
    }

    @Test
    void shouldBeginAnewWithAPollThatWaited() {
        poll(900, 900, true);
        poll(500, 20, true);
        poll(900, 900, true);
        assertThat(pace.isLost()).isFalse();
    }

    @Test
    void shouldThinkNothingOfPollsThatEndAtOnce() {
        for (int poll = 0; poll < 1_000; poll++) {
            poll(10, 10, true);
        }
        assertThat(pace.isLost()).isFalse();
    }

    @Test
    void shouldBeginAnewWithAnotherConsumer() {
        poll(2_000, 2_000, true);
        pace.reset();
        assertThat(pace.isLost()).isFalse();
    }

    private void poll(long millis, long onProcessorMillis, boolean empty) {
        pace.begin();
        times.now += Duration.ofMillis(millis).toNanos();
        times.processor += Duration.ofMillis(onProcessorMillis).toNanos();
        pace.end(empty);
    }

    private static final class HandDrivenTimes implements PollPace.Times {
        private long now;
        private long processor;

        @Override
        public long nowNanos() {
            return now;
        }

        @Override
        public long processorNanos() {
            return processor;
        }
    }
}
