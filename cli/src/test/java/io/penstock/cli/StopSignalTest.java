// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StopSignalTest {
    private static final long LONG_MILLIS = 20_000;
    private static final int TRIES = 500;

    @Test
    void shouldNotInterruptWhatIsClosedOnceTheSignalIsHeard() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            Thread hook;
            try (StopSignal signal = StopSignal.listen(false)) {
                hook = Thread.ofPlatform().start(signal::stop);
                assertThat(signal.await(LONG_MILLIS)).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                assertThat(signal.await(0)).as("asked again").isTrue();
            }
            hook.join();
            assertThat(Thread.interrupted()).as("late").isFalse();
        }
    }

    @Test
    void shouldSayThatNoSignalHasCome() throws Exception {
        try (StopSignal signal = StopSignal.listen(false)) {
            assertThat(signal.await(1)).isFalse();
            assertThat(signal.isAsked()).isFalse();
        }
    }
}
