// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written, replaced and deleted, and whenever it is opened anew, a log holds what a map holds, in bounded room. */
class StateLogPropertyTest {
    private static final int WRITES = 2_000;
    private static final List<StateTable> TABLES = List.of(StateTable.FLOWS, StateTable.PENDS, StateTable.HELD);

    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("state").get();
    private final Map<StateTable, Map<Bytes, byte[]>> model = new TreeMap<>();

    /** How many keys there are decides whether the log is mostly what stands, or mostly what was replaced. */
    @ParameterizedTest(name = "seed 20261126, {0} keys")
    @ValueSource(ints = {1, 40, 1_000, 30_000})
    void shouldHoldWhatAMapHolds(int keys) {
        Random random = new Random(20_261_126L + keys);
        StateLog log = StateLog.open(store);
        for (int write = 0; write < WRITES; write++) {
            for (int records = random.nextInt(4); records >= 0; records--) {
                change(log, random, keys);
                log.keep();
            }
            log.write();
            if (write % 500 == 250) {
                assertHoldsTheModel(log);
                assertIsBounded();
                log = StateLog.open(store);
                assertHoldsTheModel(log);
            }
        }
        clear(log);
        assertHoldsTheModel(StateLog.open(store));
    }

    private void change(StateLog log, Random random, int keys) {
        for (int changes = random.nextInt(20); changes > 0; changes--) {
            StateTable table = TABLES.get(random.nextInt(TABLES.size()));
            byte[] key = ByteBuffer.allocate(Integer.BYTES)
                    .putInt(random.nextInt(keys))
                    .array();
            byte[] value = random.nextInt(3) == 0 ? null : new byte[random.nextInt(2_000)];
            if (value != null) {
                random.nextBytes(value);
            }
            put(log, table, key, value);
        }
    }

    private void put(StateLog log, StateTable table, byte[] key, byte[] value) {
        log.put(table, key, value);
        Map<Bytes, byte[]> entries = model.computeIfAbsent(table, first -> new TreeMap<>());
        if (value == null) {
            entries.remove(Bytes.wrap(key));
        } else {
            entries.put(Bytes.wrap(key), value);
        }
    }

    /** In several writes, so that what goes and what is cleaned meet. */
    private void clear(StateLog log) {
        for (StateTable table : TABLES) {
            List<Bytes> keys = new ArrayList<>(
                    model.computeIfAbsent(table, first -> new TreeMap<>()).keySet());
            for (Bytes key : keys) {
                put(log, table, key.get(), null);
                log.keep();
                log.write();
            }
        }
    }

    private void assertHoldsTheModel(StateLog log) {
        for (StateTable table : TABLES) {
            Map<Bytes, byte[]> expected = model.getOrDefault(table, Map.of());
            List<Bytes> keys = new ArrayList<>();
            log.forEach(table, (key, value) -> {
                keys.add(Bytes.wrap(key));
                assertThat(Arrays.equals(value, expected.get(Bytes.wrap(key))))
                        .as("%s %s", table, Arrays.toString(key))
                        .isTrue();
            });
            assertThat(keys).as("keys of %s", table).containsExactlyElementsOf(expected.keySet());
        }
    }

    private void assertIsBounded() {
        long standing = model.values().stream()
                .flatMap(entries -> entries.entrySet().stream())
                .mapToLong(entry -> entry.getKey().get().length + 9 + entry.getValue().length)
                .sum();
        long stored = 0;
        try (var segments = store.all()) {
            while (segments.hasNext()) {
                stored += segments.next().value.length;
            }
        }
        // What one write brings may stand above the bound until the next one.
        assertThat(stored).isLessThanOrEqualTo(Math.max(1 << 20, 2 * standing) + 400_000);
    }
}
