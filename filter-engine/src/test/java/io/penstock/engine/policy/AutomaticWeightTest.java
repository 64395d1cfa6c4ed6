// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spec 1.9, algorithm "V1". */
class AutomaticWeightTest {
    private static final Layer CONNECT = Layer.of(LayerFamily.ALE_AUTH_CONNECT, IpVersion.V4);
    private static final Layer CONNECT_V6 = Layer.of(LayerFamily.ALE_AUTH_CONNECT, IpVersion.V6);
    private static final Condition UDP = number(Field.IP_PROTOCOL, DataType.FWP_UINT8, 17);

    @Test
    void shouldGiveTheWeightOfTheSpecificationsSample() {
        List<Condition> dns = List.of(UDP, number(Field.IP_REMOTE_PORT, DataType.FWP_UINT16, 53));
        assertThat(Long.toUnsignedString(AutomaticWeight.inRange(9, CONNECT, dns)))
                .isEqualTo("10376303455319883776");
    }

    @Test
    void shouldGiveARangeWithoutConditionsItsPlainValue() {
        assertThat(AutomaticWeight.inRange(3, CONNECT, List.of())).isEqualTo(0x3000000000000000L);
        assertThat(AutomaticWeight.of(CONNECT, List.of())).isZero();
    }

    @Test
    void shouldAddThePartsOfFields() {
        Condition port = number(Field.IP_REMOTE_PORT, DataType.FWP_UINT16, 53);
        long both = AutomaticWeight.of(CONNECT, List.of(UDP, port));
        assertThat(both)
                .isEqualTo(AutomaticWeight.of(CONNECT, List.of(UDP)) + AutomaticWeight.of(CONNECT, List.of(port)));
    }

    @Test
    void shouldWeighAnAddressAboveANetworkAboveAWiderOne() {
        assertThat(address(new ConditionValue.Number(DataType.FWP_UINT32, 0x0A000001)))
                .isGreaterThan(address(new ConditionValue.V4Mask(0x0A000000, 0xFFFFFF00)));
        assertThat(address(new ConditionValue.V4Mask(0x0A000000, 0xFFFFFF00)))
                .isGreaterThan(address(new ConditionValue.V4Mask(0x0A000000, 0xFF000000)));
    }

    @Test
    void shouldCountExactV6AddressesAs129() {
        Condition exact = new Condition(Field.IP_REMOTE_ADDRESS, MatchType.EQUAL, new ConditionValue.Wide(1, 2));
        assertThat(AutomaticWeight.of(CONNECT_V6, List.of(exact)) >>> 52).isEqualTo(129);
    }

    @Test
    void shouldAddTheSizesOfAlternatives() {
        Condition a = number(Field.IP_REMOTE_PORT, DataType.FWP_UINT16, 80);
        Condition b = number(Field.IP_REMOTE_PORT, DataType.FWP_UINT16, 443);
        assertThat(AutomaticWeight.of(CONNECT, List.of(a, b)) >>> 30).isEqualTo(16);
    }

    @Test
    void shouldCountGroupsThatExcludeAsOne() {
        Condition not = new Condition(
                Field.IP_REMOTE_PORT, MatchType.NOT_EQUAL, new ConditionValue.Number(DataType.FWP_UINT16, 80));
        assertThat(AutomaticWeight.of(CONNECT, List.of(not))).isEqualTo(1L << 30);
    }

    private static long address(ConditionValue value) {
        return AutomaticWeight.of(CONNECT, List.of(new Condition(Field.IP_REMOTE_ADDRESS, MatchType.EQUAL, value)));
    }

    private static Condition number(Field field, DataType type, long value) {
        return new Condition(field, MatchType.EQUAL, new ConditionValue.Number(type, value));
    }
}
