// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.LeaseClock;
import io.penstock.schemas.SessionLease;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LeaseTableTest {
    private final LeaseTable table = new LeaseTable();

    @Test
    void shouldEndALeaseOnlyByARecordThatTellsTheTime() {
        lease("a", 1_000, 5_000);
        lease("b", 1_000, 9_000);
        assertThat(table.over()).isEmpty();
        clock(5_999);
        assertThat(table.over()).isEmpty();
        clock(6_000);
        assertThat(table.over()).containsExactly("a");
    }

    @Test
    void shouldLetARenewalCountFromWhenTheBrokerTookIt() {
        lease("a", 1_000, 5_000);
        lease("a", 1_000, 5_900);
        clock(6_800);
        assertThat(table.over()).isEmpty();
        clock(6_900);
        assertThat(table.over()).containsExactly("a");
    }

    @Test
    void shouldNotReviveWhatIsOver() {
        lease("a", 1_000, 5_000);
        clock(6_000);
        lease("a", 1_000, 6_001);
        assertThat(table.over()).containsExactly("a");
        deleted("a");
        assertThat(table.over()).isEmpty();
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void shouldTellForHowLongALeaseIsOver() {
        lease("a", 1_000, 5_000);
        lease("b", 1_000, 6_000);
        clock(8_000);
        assertThat(table.over()).containsExactlyInAnyOrder("a", "b");
        assertThat(table.overFor(2_000)).containsExactly("a");
    }

    @Test
    void shouldNotLetTimeGoBackWithAnotherBrokersClock() {
        clock(6_000);
        lease("a", 1_000, 4_000);
        clock(4_500);
        assertThat(table.over()).containsExactly("a");
    }

    @Test
    void shouldPassOverWhatItCannotRead() {
        lease("a", 1_000, 5_000);
        note("session/a", new byte[] {1, 2, 3}, 5_500);
        note("something", new byte[0], 99_000);
        clock(5_999);
        assertThat(table.over()).isEmpty();
    }

    private void lease(String sessionKey, long leaseMs, long timestampMs) {
        note("session/" + sessionKey, AvroWire.encode(new SessionLease(sessionKey, leaseMs, "w")), timestampMs);
    }

    private void deleted(String sessionKey) {
        note("session/" + sessionKey, null, 0);
    }

    private void clock(long timestampMs) {
        note("clock", AvroWire.encode(new LeaseClock("k")), timestampMs);
    }

    private void note(String key, byte[] value, long timestampMs) {
        LeaseRecords.note(
                new ConsumerRecord<>(
                        Topics.LEASES,
                        0,
                        0,
                        timestampMs,
                        TimestampType.LOG_APPEND_TIME,
                        key.length(),
                        value == null ? 0 : value.length,
                        key.getBytes(StandardCharsets.UTF_8),
                        value,
                        new RecordHeaders(),
                        Optional.empty()),
                table);
    }
}
