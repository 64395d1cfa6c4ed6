// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.packet.PacketRow;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows as they are stored. */
class FlowStorageTest {
    private static final HexFormat HEX = HexFormat.of();

    private final FlowTable table = new FlowTable();

    @ParameterizedTest
    @ValueSource(strings = {"office", "", "Büro-7", "事務所", "nul\0host", "😀"})
    void shouldFindFlowsAgainWhenTheyAreRestoredWhateverTheHostIsCalled(String host) {
        FlowState flow = table.start(key(host), true, false, 1_000);
        table.count(flow, false, 1_500, 2_000, 0x12);
        table.count(flow, true, 60, 3_000, 0x02);
        table.tcp(flow, FlowState.SYN | FlowState.RESET, true);
        table.syn(flow, -5);
        table.onInterface(flow, true, 3);
        table.onInterface(flow, false, -7);
        table.assigned(flow);
        table.owesReport(flow, new FlowContext("FWPM_LAYER_STREAM_V4", "counter", 7));
        table.authorise(flow, true, "LAYER", new Standing("LAYER", "sub", "Prüf-Filter", null, true), true, 7, -9);

        Map<String, byte[]> stored = stored(table);
        FlowTable restored = new FlowTable();
        stored.forEach((key, value) -> restored.restore(HEX.parseHex(key), value));

        FlowState found = restored.find(key(host));
        assertThat(found).isNotNull();
        assertThat(found.standing()).isEqualTo(flow.standing());
        assertThat(found.nextHopInterface()).isEqualTo(3);
        assertThat(found.arrivalInterface()).isEqualTo(-7);
        assertThat(found.isAssigned()).isTrue();
        assertThat(found.tcpFlagsIn()).isEqualTo(0x12);
        assertThat(found.tcpFlagsOut()).isEqualTo(0x02);
        assertThat(found.lastPacketNanos()).isEqualTo(3_000);
        assertThat(found.reports()).isEqualTo(flow.reports()).hasSize(1);
        restored.confirm(found, flow.authRevision());
        assertThat(stored(restored)).usingRecursiveComparison().isEqualTo(stored);
    }

    @Test
    void shouldHoldTheStoredFormOfAKey() throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(expected)) {
            out.writeUTF("Büro");
            out.writeByte(4);
            out.writeShort(6);
            out.writeLong(0x0A000001_00000000L);
            out.writeLong(0);
            out.writeLong(0xC0A80001_00000000L);
            out.writeLong(0);
            out.writeShort(50_000);
            out.writeShort(443);
        }
        assertThat(key("Büro").encode()).isEqualTo(expected.toByteArray());
    }

    @Test
    void shouldRefuseFlowsThatAreCutShort() {
        table.authorise(
                table.start(key("h"), true, false, 1),
                false,
                "LAYER",
                new Standing("L", "s", "f", "c", false),
                false,
                1,
                1);
        stored(table).forEach((key, value) -> {
            for (int length = 0; length < value.length; length++) {
                byte[] cut = Arrays.copyOf(value, length);
                assertThatThrownBy(() -> new FlowTable().restore(HEX.parseHex(key), cut))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    void shouldRefuseFragmentsAndGroupsThatAreCutShort() {
        FragmentTable fragments = new FragmentTable();
        fragments.add(key("h"), 1, 0, 8, false, new byte[8], 0, 8, new byte[PacketRow.ROW_LENGTH]);
        fragments.drainDirty((key, value) -> refusesEveryCut(value, cut -> new FragmentTable().restore(key, cut)));
        MulticastIndex groups = new MulticastIndex();
        groups.sent(key("h"), 1);
        groups.drainDirty((key, value) -> refusesEveryCut(value, cut -> new MulticastIndex().restore(key, cut)));
    }

    private static void refusesEveryCut(byte[] value, Consumer<byte[]> restore) {
        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> restore.accept(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static FlowKey key(String host) {
        return new FlowKey().set(host, 4, 6, 0x0A000001_00000000L, 0, 0xC0A80001_00000000L, 0, 50_000, 443);
    }

    private static Map<String, byte[]> stored(FlowTable table) {
        Map<String, byte[]> stored = new TreeMap<>();
        table.drainDirty((key, value) -> stored.put(HEX.formatHex(key), value));
        return stored;
    }
}
