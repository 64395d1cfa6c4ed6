// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private static final long SECOND = 1_000_000_000;

    private final Acknowledgements brokers = new Acknowledgements("nowhere:1", Duration.ofSeconds(10));
    private final List<String> told = new ArrayList<>();
    private final PublishProgress progress = new PublishProgress() {
        @Override
        public void sent(String agent, int packets, long wireBytes) {
            throw new AssertionError();
        }

        @Override
        public void waiting(String from, Duration silent) {
            told.add(from + " silent for " + silent.toSeconds());
        }

        @Override
        public void goingOn(String from, Duration silence) {
            told.add(from + " was silent for " + silence.toSeconds());
        }
    };

    @Test
    void shouldTellOnceOfASilenceAndOnceOfItsEnd() {
        brokers.sending(0);
        look(9);
        assertThat(told).isEmpty();
        look(10);
        brokers.sending(11 * SECOND);
        look(12);
        look(300);
        brokers.settled(true, 301 * SECOND);
        look(302);
        look(303);

        assertThat(told).containsExactly("nowhere:1 silent for 10", "nowhere:1 was silent for 301");
    }

    @Test
    void shouldNotTakeItForSilenceWhenNothingIsSent() {
        brokers.sending(0);
        brokers.settled(true, SECOND);
        look(100);
        brokers.sending(100 * SECOND);
        look(109);

        assertThat(told).isEmpty();
    }

    @Test
    void shouldNotTakeSlowBrokersForSilentOnes() {
        for (long second = 0; second < 100; second += 9) {
            brokers.sending(second * SECOND);
            brokers.sending(second * SECOND);
            brokers.settled(true, (second + 8) * SECOND);
            look(second + 9);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void shouldNotTakeARecordThatIsGivenUpForASignOfLife() {
        brokers.sending(0);
        brokers.sending(0);
        look(10);
        brokers.settled(false, 11 * SECOND);
        look(12);

        assertThat(told).containsExactly("nowhere:1 silent for 10");
    }

    private void look(long second) {
        brokers.look(second * SECOND, progress);
    }
}
