// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.WireWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

@SpecRule("11 P13")
class DiscardSumsTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();

    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("discard-sums").get();
    private final DiscardSums sums = new DiscardSums(store);
    private final Map<Bytes, Long> topic = new HashMap<>();
    private long offset;

    @Test
    void shouldAddToTheSumOfItsWindow() {
        add("a", 0, 2);
        add("a", MINUTE, 1);
        add("a", 0, 3);

        assertThat(topic.values()).containsExactlyInAnyOrder(5L, 1L);
    }

    @Test
    void shouldLoseNothingWhereAClosedWindowIsAddedToAgain() {
        add("a", 0, 2);
        add("a", 3 * DAY, 1);
        assertThat(store.approximateNumEntries()).as("windows kept").isEqualTo(1);
        add("a", 0, 3);
        add("a", 0, 4);
        add("a", 6 * DAY, 1);
        add("a", 0, 5);

        assertThat(topic.values()).containsExactlyInAnyOrder(2L, 1L, 7L, 1L, 5L);
    }

    @Test
    void shouldCloseWindowsOfTheirHostAlone() {
        add("a", 0, 2);
        add("b", 3 * DAY, 1);
        add("a", 0, 3);

        assertThat(topic.values()).containsExactlyInAnyOrder(5L, 1L);
    }

    /** As the processor does it, a batch of one. */
    private void add(String host, long window, long packets) {
        DiscardCountKey key = new DiscardCountKey(
                window, MINUTE, host, "layer", "GENERAL", "reason", "", null, null, "version", null, 4, 0L, "", "", 0L);
        DiscardCountValue sum = sums.add(key, new DiscardCountValue(packets, 0L, 1L, 0L), Long.MAX_VALUE, offset++);
        sums.sweep(new CountDomain(host, ""));
        topic.put(Bytes.wrap(new WireWriter().write(key)), sum.getPackets());
    }
}
