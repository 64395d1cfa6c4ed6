// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penstock.engine.policy.IpVersion;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the decision trace learns of conditions. */
class ConditionOutcomeTest {
    private static final Layer CONNECT = Layer.of(LayerFamily.ALE_AUTH_CONNECT, IpVersion.V4);
    private static final Layer CONNECT_V6 = Layer.of(LayerFamily.ALE_AUTH_CONNECT, IpVersion.V6);
    private static final Layer FRAME = Layer.of(LayerFamily.INBOUND_MAC_FRAME_ETHERNET, IpVersion.V4);
    private static final Field APP_ID = Field.byKey("ALE_APP_ID").orElseThrow();
    private static final Field PACKAGE_ID = Field.byKey("ALE_PACKAGE_ID").orElseThrow();

    private final FieldValues values = new FieldValues();

    @Test
    void shouldTellEveryConditionAlsoAfterTheFirstThatFailed() {
        values.setNumber(Field.IP_PROTOCOL, 6);
        values.setNumber(Field.IP_REMOTE_PORT, 443);
        List<Condition> conditions = List.of(
                equal(Field.IP_PROTOCOL, number(DataType.FWP_UINT8, 17)),
                equal(Field.IP_REMOTE_PORT, number(DataType.FWP_UINT16, 80)),
                equal(Field.IP_REMOTE_PORT, number(DataType.FWP_UINT16, 443)));
        assertThat(outcomes(CONNECT, conditions))
                .extracting(
                        o -> o.condition().field(),
                        ConditionOutcome::held,
                        o -> o.fieldValue().text(),
                        o -> o.conditionValue().text())
                .containsExactly(
                        tuple(Field.IP_PROTOCOL, false, "6", "17"),
                        tuple(Field.IP_REMOTE_PORT, false, "443", "80"),
                        tuple(Field.IP_REMOTE_PORT, true, "443", "443"));
    }

    @Test
    void shouldShowAnEmptyFieldAsEmpty() {
        ConditionOutcome outcome = outcome(CONNECT, equal(Field.IP_REMOTE_PORT, number(DataType.FWP_UINT16, 80)));
        assertThat(outcome.held()).isFalse();
        assertThat(outcome.fieldValue()).isEqualTo(new ValueText(DataType.FWP_EMPTY, "FWP_EMPTY"));
        ConditionOutcome empty = outcome(CONNECT, equal(Field.IP_REMOTE_PORT, new ConditionValue.Empty()));
        assertThat(empty.held()).isTrue();
        assertThat(empty.conditionValue().text()).isEqualTo("FWP_EMPTY");
    }

    @Test
    void shouldShowAddressesAsAddressesByTheTypeOfTheField() {
        values.setNumber(Field.IP_REMOTE_ADDRESS, 0x0A000001);
        ConditionOutcome v4 =
                outcome(CONNECT, equal(Field.IP_REMOTE_ADDRESS, new ConditionValue.V4Mask(0x0A000000, 0xFF000000)));
        assertThat(v4.fieldValue()).isEqualTo(new ValueText(DataType.FWP_UINT32, "10.0.0.1"));
        assertThat(v4.conditionValue()).isEqualTo(new ValueText(DataType.FWP_V4_ADDR_MASK, "10.0.0.0/8"));
        values.setWide(Field.IP_REMOTE_ADDRESS, 0xFD20L << 48, 1);
        ConditionOutcome v6 =
                outcome(CONNECT_V6, equal(Field.IP_REMOTE_ADDRESS, new ConditionValue.V6Mask(0xFD20L << 48, 0, 16)));
        assertThat(v6.fieldValue()).isEqualTo(new ValueText(DataType.FWP_BYTE_ARRAY16_TYPE, "fd20::1"));
        assertThat(v6.conditionValue().text()).isEqualTo("fd20::/16");
        values.setNumber(Field.MAC_REMOTE_ADDRESS, 0x0200_0000_0001L);
        ConditionOutcome mac =
                outcome(FRAME, equal(Field.MAC_REMOTE_ADDRESS, number(DataType.FWP_BYTE_ARRAY6_TYPE, 1)));
        assertThat(mac.fieldValue().text()).isEqualTo("02:00:00:00:00:01");
        assertThat(mac.conditionValue().text()).isEqualTo("00:00:00:00:00:01");
    }

    @Test
    void shouldShowFlagsInHexAndRangesWithBothEnds() {
        values.setNumber(Field.FLAGS, 0x104);
        ConditionOutcome flags =
                outcome(CONNECT, new Condition(Field.FLAGS, MatchType.FLAGS_ALL_SET, number(DataType.FWP_UINT32, 0x4)));
        assertThat(flags.fieldValue().text()).isEqualTo("0x104");
        assertThat(flags.conditionValue().text()).isEqualTo("0x4");
        values.setNumber(Field.IP_REMOTE_ADDRESS, 0xAC100001L);
        ConditionValue range = new ConditionValue.Range(
                number(DataType.FWP_UINT32, 0xAC100000L), number(DataType.FWP_UINT32, 0xAC1FFFFFL));
        assertThat(outcome(CONNECT, new Condition(Field.IP_REMOTE_ADDRESS, MatchType.RANGE, range))
                        .conditionValue())
                .isEqualTo(new ValueText(DataType.FWP_RANGE_TYPE, "172.16.0.0 to 172.31.255.255"));
    }

    @Test
    void shouldShowApplicationIdsAsTextAndOtherBytesInHex() {
        byte[] id = "\\device\\app.exe\0".getBytes(StandardCharsets.UTF_16LE);
        values.setObject(APP_ID, id);
        ConditionOutcome text = outcome(CONNECT, equal(APP_ID, ConditionValue.Blob.of(new byte[] {1, 2, 3})));
        assertThat(text.fieldValue().text()).isEqualTo("\\device\\app.exe");
        assertThat(text.conditionValue().text()).isEqualTo("010203");
    }

    @Test
    void shouldShowSidsAsText() {
        values.setObject(PACKAGE_ID, "S-1-0-0");
        ConditionValue nullSid = new ConditionValue.Text(DataType.FWP_SID, "S-1-0-0");
        ConditionOutcome outcome = outcome(CONNECT, new Condition(PACKAGE_ID, MatchType.NOT_EQUAL, nullSid));
        assertThat(outcome.held()).isFalse();
        assertThat(outcome.fieldValue()).isEqualTo(new ValueText(DataType.FWP_SID, "S-1-0-0"));
    }

    private ConditionOutcome outcome(Layer layer, Condition condition) {
        return outcomes(layer, List.of(condition)).getFirst();
    }

    private List<ConditionOutcome> outcomes(Layer layer, List<Condition> conditions) {
        return CompiledConditions.of(conditions, layer, true).outcomes(values);
    }

    private static Condition equal(Field field, ConditionValue value) {
        return new Condition(field, MatchType.EQUAL, value);
    }

    private static ConditionValue number(DataType type, long value) {
        return new ConditionValue.Number(type, value);
    }
}
