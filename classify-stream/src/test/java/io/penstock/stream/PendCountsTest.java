// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.pend.PendOutcome;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutCounts;
import io.penstock.schemas.WireException;
import org.junit.jupiter.api.Test;

class PendCountsTest {
    private static final int PARTITION = 3;

    @Test
    void shouldPublishWhatItCountedBeforeAndAfterARestart() throws WireException {
        PendCounts counts = counted();
        PendCounts restored = PendCounts.decode(counts.encodeCounts(PARTITION));
        restored.restoreLatency(counts.encodeLatency());

        CalloutCounts published = AvroWire.decode(CalloutCounts.class, restored.encode(PARTITION));
        assertThat(published).isEqualTo(AvroWire.decode(CalloutCounts.class, counts.encode(PARTITION)));
        assertThat(published.getPended()).isEqualTo(4);
        assertThat(published.getAnswered()).isEqualTo(1);
        assertThat(published.getFailed()).isEqualTo(1);
        assertThat(published.getExpired()).isEqualTo(1);
        assertThat(published.getClosed()).isEqualTo(1);
    }

    @Test
    void shouldStoreCountsWithoutHowLongPendsWaited() throws WireException {
        CalloutCounts stored = AvroWire.decode(CalloutCounts.class, counted().encodeCounts(PARTITION));

        assertThat(stored.getLatency().remaining()).isZero();
    }

    @Test
    void shouldKeepTheCountsWhereHowLongPendsWaitedWasNeverStored() throws WireException {
        PendCounts restored = PendCounts.decode(counted().encodeCounts(PARTITION));

        assertThat(AvroWire.decode(CalloutCounts.class, restored.encode(PARTITION))
                        .getPended())
                .isEqualTo(4);
    }

    @Test
    void shouldNameTheCalloutWhoseStoredWaitsAreDamaged() {
        PendCounts counts = new PendCounts("inspector");

        assertThatThrownBy(() -> counts.restoreLatency(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inspector");
    }

    private static PendCounts counted() {
        PendCounts counts = new PendCounts("inspector");
        for (int pend = 0; pend < 4; pend++) {
            counts.pended();
        }
        counts.ended(PendOutcome.COMPLETED, 12);
        counts.ended(PendOutcome.FAILED, 1);
        counts.ended(PendOutcome.EXPIRED, 60_000);
        counts.ended(PendOutcome.ENDPOINT_CLOSED, 5);
        return counts;
    }
}
