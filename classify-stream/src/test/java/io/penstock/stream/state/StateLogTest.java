// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What a log costs the store below it, and what it makes of a store that is damaged. */
class StateLogTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("state").get();
    private final StateLog log = StateLog.open(store);

    @Test
    void shouldWriteOneSegmentForAllTablesOfARecord() {
        log.put(StateTable.FLOWS, key("flow"), new byte[10]);
        log.put(StateTable.PENDS, key("pend"), new byte[10]);
        log.put(StateTable.AGENTS, key("agent"), new byte[10]);
        assertThat(segments()).as("before it is written").isZero();
        log.keep();
        log.write();
        assertThat(segments()).isOne();
    }

    @Test
    void shouldWriteNothingForWhatCameAndWentInBetween() {
        log.put(StateTable.PENDS, key("pend"), new byte[10]);
        log.put(StateTable.PENDS, key("pend"), null);
        log.keep();
        log.write();
        assertThat(segments()).isZero();
    }

    @Test
    void shouldWriteOneSegmentForAllRecordsSinceTheLastWrite() {
        log.put(StateTable.FLOWS, key("first"), new byte[10]);
        log.keep();
        log.put(StateTable.FLOWS, key("second"), new byte[10]);
        log.put(StateTable.PENDS, key("pend"), new byte[10]);
        log.keep();
        log.put(StateTable.PENDS, key("pend"), null);
        log.keep();
        log.write();
        assertThat(segments()).isOne();
        assertThat(keys(StateLog.open(store), StateTable.FLOWS)).containsExactly("first", "second");
        assertThat(keys(StateLog.open(store), StateTable.PENDS)).isEmpty();
    }

    @Test
    void shouldShowWhatRecordsThatAreDoneChangedThoughItIsNotWritten() {
        log.put(StateTable.FLOWS, key("flow"), new byte[10]);
        log.keep();
        assertThat(keys(log, StateTable.FLOWS)).containsExactly("flow");
    }

    @Test
    void shouldWriteNothingOfARecordThatIsNotDone() {
        log.put(StateTable.FLOWS, key("done"), new byte[10]);
        log.keep();
        log.put(StateTable.FLOWS, key("in hand"), new byte[10]);
        log.put(StateTable.FLOWS, key("done"), null);
        log.write();
        assertThat(keys(StateLog.open(store), StateTable.FLOWS)).containsExactly("done");
    }

    @Test
    void shouldRememberADeletionAcrossARestart() {
        log.put(StateTable.PENDS, key("pend"), new byte[10]);
        log.put(StateTable.HELD, key("pend"), new byte[10]);
        log.keep();
        log.write();
        log.put(StateTable.PENDS, key("pend"), null);
        log.keep();
        log.write();
        assertThat(keys(StateLog.open(store), StateTable.PENDS)).isEmpty();
        assertThat(keys(StateLog.open(store), StateTable.HELD)).containsExactly("pend");
    }

    @Test
    void shouldShowWhatARecordInHandChangedToNobody() {
        log.put(StateTable.FLOWS, key("flow"), new byte[10]);
        assertThat(keys(log, StateTable.FLOWS)).isEmpty();
    }

    @Test
    void shouldSplitWhatIsTooLargeForARecord() {
        for (int i = 0; i < 30; i++) {
            log.put(StateTable.HELD, key("held " + i), new byte[100_000]);
        }
        log.put(StateTable.HELD, key("a large one"), new byte[600_000]);
        log.keep();
        log.write();
        assertThat(sizes()).hasSize(16).allMatch(size -> size <= 262_145 || size == 600_021);
        assertThat(keys(StateLog.open(store), StateTable.HELD)).hasSize(31);
    }

    @Test
    void shouldSayWhereASegmentIsDamaged() {
        log.put(StateTable.FLOWS, key("flow"), new byte[10]);
        log.keep();
        log.write();
        byte[] whole = store.all().next().value;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length != 1) {
                assertThatThrownBy(() -> StateSegment.read(cut, (key, value) -> {}))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageMatching("a stored segment cannot be read at byte [0-9]+");
            }
        }
    }

    private int segments() {
        return sizes().size();
    }

    private List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        store.all().forEachRemaining(entry -> sizes.add(entry.value.length));
        return sizes;
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> keys(StateLog log, StateTable table) {
        List<String> keys = new ArrayList<>();
        log.forEach(table, (key, value) -> keys.add(new String(key, StandardCharsets.UTF_8)));
        return keys;
    }
}
