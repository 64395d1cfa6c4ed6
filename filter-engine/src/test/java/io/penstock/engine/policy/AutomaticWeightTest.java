// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Spec 1.9, algorithm "V1". */
@SpecRule("11 P01")
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

    @Test
    void shouldWeighAWidePortRangeBelowAnExactPort() {
        Condition exact = number(Field.IP_REMOTE_PORT, DataType.FWP_UINT16, 53);
        Condition range = new Condition(
                Field.IP_REMOTE_PORT,
                MatchType.RANGE,
                new ConditionValue.Range(
                        new ConditionValue.Number(DataType.FWP_UINT16, 1024),
                        new ConditionValue.Number(DataType.FWP_UINT16, 65535)));
        assertThat(AutomaticWeight.of(CONNECT, List.of(exact)) >>> 30).isEqualTo(17);
        assertThat(AutomaticWeight.of(CONNECT, List.of(range)) >>> 30).isEqualTo(1);
    }

    /** One row per slot of the specification's table, most significant first. */
    static Stream<Arguments> slots() {
        return Stream.of(
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_REMOTE_ADDRESS", 33L << 52),
                Arguments.of("ALE_AUTH_CONNECT_V6", "IP_REMOTE_ADDRESS", 129L << 52),
                Arguments.of("IPFORWARD_V4", "IP_DESTINATION_ADDRESS", 33L << 52),
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_LOCAL_ADDRESS", 33L << 44),
                Arguments.of("IPFORWARD_V6", "IP_SOURCE_ADDRESS", 129L << 44),
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_PROTOCOL", 9L << 40),
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_LOCAL_PORT", 17L << 35),
                Arguments.of("INBOUND_ICMP_ERROR_V4", "ICMP_TYPE", 17L << 35),
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_REMOTE_PORT", 17L << 30),
                Arguments.of("INBOUND_ICMP_ERROR_V4", "ICMP_CODE", 17L << 30),
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_LOCAL_INTERFACE", 1L << 29),
                Arguments.of("INBOUND_IPPACKET_V4", "SUB_INTERFACE_INDEX", 1L << 29),
                Arguments.of("ALE_AUTH_CONNECT_V4", "ALE_APP_ID", 1L << 28),
                Arguments.of("ALE_AUTH_CONNECT_V4", "ALE_USER_ID", 1L << 27),
                Arguments.of("ALE_AUTH_RECV_ACCEPT_V4", "ALE_REMOTE_MACHINE_ID", 1L << 27),
                Arguments.of("ALE_AUTH_CONNECT_V4", "ALE_PACKAGE_ID", 1L << 26),
                Arguments.of("ALE_AUTH_CONNECT_V4", "FLAGS", 1L << 25),
                Arguments.of("ALE_AUTH_CONNECT_V4", "INTERFACE_TYPE", 1L << 24),
                Arguments.of("ALE_AUTH_CONNECT_V4", "TUNNEL_TYPE", 1L << 24),
                Arguments.of("ALE_AUTH_CONNECT_V4", "CURRENT_PROFILE_ID", 1L << 23),
                Arguments.of("INBOUND_MAC_FRAME_ETHERNET", "MAC_REMOTE_ADDRESS", 1L << 16),
                Arguments.of("INBOUND_MAC_FRAME_ETHERNET", "ETHER_TYPE", 1L << 16),
                Arguments.of("INBOUND_MAC_FRAME_ETHERNET", "VLAN_ID", 1L << 16),
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_DESTINATION_ADDRESS_TYPE", 1L << 8));
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("slots")
    void shouldPutEachFieldIntoTheSlotOfTheTable(String layerKey, String fieldKey, long weight) {
        Layer layer = Layer.byKey(layerKey).orElseThrow();
        Field field = Field.byKey(fieldKey).orElseThrow();
        Condition exact =
                new Condition(field, MatchType.EQUAL, exact(layer.typeOf(field).orElseThrow()));
        assertThat(AutomaticWeight.of(layer, List.of(exact))).isEqualTo(weight);
    }

    private static ConditionValue exact(DataType type) {
        return switch (type) {
            case FWP_BYTE_ARRAY16_TYPE -> new ConditionValue.Wide(1, 2);
            case FWP_BYTE_BLOB_TYPE -> new ConditionValue.Blob("00");
            case FWP_SID, FWP_TOKEN_ACCESS_INFORMATION_TYPE -> new ConditionValue.Text(type, "S-1-1-0");
            default -> new ConditionValue.Number(type, 1);
        };
    }

    @Test
    void shouldTakeTheMoreSpecificOfTwoFieldsThatShareASlot() {
        Layer epmap = Layer.byKey("RPC_EPMAP").orElseThrow();
        Condition v4 = new Condition(
                Field.byKey("IP_REMOTE_ADDRESS_V4").orElseThrow(),
                MatchType.EQUAL,
                new ConditionValue.V4Mask(0x0A000000, 0xFF000000));
        Condition v6 = new Condition(
                Field.byKey("IP_REMOTE_ADDRESS_V6").orElseThrow(),
                MatchType.EQUAL,
                new ConditionValue.V6Mask(0xFD20L << 48, 0, 16));
        assertThat(AutomaticWeight.of(epmap, List.of(v4, v6)) >>> 52).isEqualTo(17);
    }

    private static long address(ConditionValue value) {
        return AutomaticWeight.of(CONNECT, List.of(new Condition(Field.IP_REMOTE_ADDRESS, MatchType.EQUAL, value)));
    }

    private static Condition number(Field field, DataType type, long value) {
        return new Condition(field, MatchType.EQUAL, new ConditionValue.Number(type, value));
    }
}
