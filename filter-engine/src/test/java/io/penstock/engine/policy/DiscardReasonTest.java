// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.spec.SpecTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every discard reason is known by name, in the table's order (spec 8.1). */
class DiscardReasonTest {
    @Test
    void shouldKnowEveryReasonOfTheTableAndNoOther() {
        List<String> table = SpecTable.rows("discard-reasons.csv").stream()
                .map(row -> row[0] + "/" + row[1] + " " + row[2])
                .toList();

        assertThat(Arrays.stream(DiscardReason.values()).map(r -> r.module() + "/" + r.key() + " " + r.meaning()))
                .hasSize(63)
                .isEqualTo(table);
    }

    @Test
    void shouldNumberModulesAndReasonsByTheirOrder() {
        assertThat(DiscardModule.NETWORK.number()).isZero();
        assertThat(DiscardModule.TRANSPORT.number()).isEqualTo(1);
        assertThat(DiscardModule.GENERAL.number()).isEqualTo(2);
        assertThat(DiscardReason.FIREWALL_POLICY.number()).isZero();
        assertThat(DiscardReason.BAD_SOURCE_ADDRESS.number()).isZero();
        assertThat(DiscardReason.PORT_UNREACHABLE.number()).isEqualTo(3);
        assertThat(DiscardReason.ENDPOINT_NOT_FOUND.number()).isEqualTo(4);
        assertThat(DiscardReason.of(DiscardModule.TRANSPORT, 4)).contains(DiscardReason.ENDPOINT_NOT_FOUND);
        assertThat(DiscardReason.of(DiscardModule.GENERAL, 9)).isEmpty();
    }

    @Test
    void shouldFindAReasonByItsSpelling() {
        assertThat(DiscardReason.byKey("InetDiscardLandAttack")).contains(DiscardReason.LAND_ATTACK);
        assertThat(DiscardReason.byKey("nonsense")).isEmpty();
    }

    @Test
    void shouldStandPenstocksReasonsBesideTheFilteringDecision() {
        assertThat(DiscardReason.VETO.main()).isEqualTo(DiscardReason.FIREWALL_POLICY);
        assertThat(DiscardReason.VETO.detail()).isEqualTo(DiscardReason.VETO);
        assertThat(DiscardReason.LAND_ATTACK.main()).isEqualTo(DiscardReason.LAND_ATTACK);
        assertThat(DiscardReason.LAND_ATTACK.detail()).isNull();
        assertThat(DiscardReason.LAND_ATTACK.isStack()).isTrue();
        assertThat(DiscardReason.FIREWALL_POLICY.isStack()).isFalse();
    }
}
