// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values are shown to people. */
class ValueTextTest {
    private final FieldValues values = new FieldValues();

    @Test
    void shouldShowNumbersWithTheirSign() {
        values.setNumber(TypedFields.U64, -1);
        values.setNumber(TypedFields.I64, -1);
        assertThat(field(TypedFields.U64)).isEqualTo("18446744073709551615");
        assertThat(field(TypedFields.I64)).isEqualTo("-1");
    }

    @Test
    void shouldShowSixteenBytesByWhatTheyStandFor() {
        values.setWide(TypedFields.UUID, 1, 2);
        values.setWide(TypedFields.V6_ADDRESS, 0, 1);
        assertThat(field(TypedFields.UUID)).isEqualTo("00000000000000010000000000000002");
        assertThat(field(TypedFields.V6_ADDRESS)).isEqualTo("::1");
    }

    @Test
    void shouldShowTokensAndTheUserWhereTheLayerHasASid() {
        TokenInformation token =
                new TokenInformation(new Sid("S-1-5-18"), List.of(new Sid("S-1-1-0")), null, List.of());
        values.setToken(TypedFields.TOKEN, token);
        values.setToken(TypedFields.SID, token);
        assertThat(field(TypedFields.TOKEN)).isEqualTo("user S-1-5-18, groups [S-1-1-0]");
        assertThat(field(TypedFields.SID)).isEqualTo("S-1-5-18");
        values.setSid(TypedFields.SID, Sid.NULL);
        assertThat(field(TypedFields.SID)).isEqualTo("S-1-0-0");
    }

    @Test
    void shouldShowAFieldThatTheSchemaDoesNotHaveAsEmpty() {
        values.setNumber(Field.ETHER_TYPE, 1);
        assertThat(field(Field.ETHER_TYPE)).isEqualTo("FWP_EMPTY");
    }

    /** Text without its NUL; what is no text, in hex. */
    @ParameterizedTest
    @CsvSource({
        "app 1\u00e9, app 1\u00e9",
        "\u1fff, \u1fff",
        "'\u2000', 0020",
        "'\u001f', 1f00",
        "\u007f, 7f00",
        "' ', ' '"
    })
    void shouldShowBlobsAsTextWhereTheyAreReadable(String text, String shown) {
        values.setBlob(TypedFields.BLOB, text.getBytes(StandardCharsets.UTF_16LE));
        assertThat(field(TypedFields.BLOB)).isEqualTo(shown);
    }

    @Test
    void shouldShowConditionsByTheirOwnType() {
        assertThat(condition(TypedFields.TOKEN, new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, "D:")))
                .isEqualTo("D:");
        assertThat(condition(TypedFields.DOUBLE, new ConditionValue.Carried(DataType.FWP_DOUBLE, "1.5")))
                .isEqualTo("1.5");
        assertThat(condition(TypedFields.V4_ADDRESS, new ConditionValue.V4Mask(0x0A000000, 0)))
                .isEqualTo("10.0.0.0/0");
        ValueText text = ValueText.of(TypedFields.SCHEMA, TypedFields.U8, new ConditionValue.Empty());
        assertThat(text).hasToString("FWP_EMPTY");
        assertThat(text.type()).isEqualTo(DataType.FWP_EMPTY);
    }

    private String field(Field field) {
        return ValueText.of(TypedFields.SCHEMA, field, values).text();
    }

    private static String condition(Field field, ConditionValue value) {
        return ValueText.of(TypedFields.SCHEMA, field, value).text();
    }
}
