// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory of what is over is freed once there is much of it, and what is stored is told so. */
class SweepTest {
    private static final long HOUR = 3_600_000_000_000L;

    @Test
    void shouldFreeForgettableFlowsOnlyOnceThereAreMany() {
        FlowTable table = new FlowTable();
        List<FlowState> freed = new ArrayList<>();
        table.start(key(0), true, false, 0);
        table.sweep(flow -> true, freed::add);
        assertThat(freed).isEmpty();

        for (int i = 1; i < 100_000; i++) {
            table.start(key(i), true, false, i < 60_000 ? 0 : HOUR);
        }
        table.sweep(flow -> flow.lastNanos() == 0, freed::add);

        assertThat(freed).hasSize(60_000);
        assertThat(table.size()).isEqualTo(40_000);
        List<byte[]> deleted = new ArrayList<>();
        table.drainDirty((key, value) -> {
            if (value == null) {
                deleted.add(key);
            }
        });
        assertThat(deleted).hasSize(60_000);
    }

    @Test
    void shouldFreeGroupsThatNoReplyCanFindAnyMore() {
        MulticastIndex index = new MulticastIndex();
        for (int i = 0; i < 5_000; i++) {
            index.sent(key(i), i < 4_000 ? 0 : HOUR);
        }
        index.drainDirty((key, value) -> {});
        index.sweep("h", 2 * HOUR, HOUR);

        List<byte[]> deleted = new ArrayList<>();
        index.drainDirty((key, value) -> deleted.add(key));
        assertThat(deleted).hasSize(4_000);
    }

    @Test
    void shouldFreeDatagramsThatWereGivenUp() {
        FragmentTable table = new FragmentTable();
        for (int i = 0; i < 2_000; i++) {
            table.add(key(i), i < 1_500 ? 0 : HOUR, 0, 8, false, new byte[8], 0, 8, new byte[136]);
        }
        table.drainDirty((key, value) -> {});
        table.sweep("h", HOUR);

        List<byte[]> deleted = new ArrayList<>();
        table.drainDirty((key, value) -> deleted.add(key));
        assertThat(deleted).hasSize(1_500);
        assertThat(table.add(key(1_999), HOUR, 8, 8, true, new byte[8], 0, 8, null))
                .isNotNull();
    }

    private static FlowKey key(int number) {
        return new FlowKey().set("h", 4, 17, number, 0, 1, 0, number & 0xFFFF, 53);
    }
}
