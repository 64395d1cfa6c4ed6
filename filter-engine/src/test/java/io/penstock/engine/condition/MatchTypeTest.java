// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec 3.3: what each match type asks. */
class MatchTypeTest {
    private final FieldValues values = new FieldValues();

    @Test
    void shouldNumberMatchTypesAsWindowsDoes() {
        assertThat(List.of(MatchType.values()))
                .extracting(MatchType::key)
                .containsExactly(
                        "FWP_MATCH_EQUAL",
                        "FWP_MATCH_GREATER",
                        "FWP_MATCH_LESS",
                        "FWP_MATCH_GREATER_OR_EQUAL",
                        "FWP_MATCH_LESS_OR_EQUAL",
                        "FWP_MATCH_RANGE",
                        "FWP_MATCH_FLAGS_ALL_SET",
                        "FWP_MATCH_FLAGS_ANY_SET",
                        "FWP_MATCH_FLAGS_NONE_SET",
                        "FWP_MATCH_EQUAL_CASE_INSENSITIVE",
                        "FWP_MATCH_NOT_EQUAL",
                        "FWP_MATCH_PREFIX",
                        "FWP_MATCH_NOT_PREFIX");
    }

    @ParameterizedTest
    @CsvSource({
        "EQUAL, 80, 80, true",
        "EQUAL, 81, 80, false",
        "NOT_EQUAL, 81, 80, true",
        "NOT_EQUAL, 80, 80, false",
        "GREATER, 81, 80, true",
        "GREATER, 80, 80, false",
        "GREATER, 79, 80, false",
        "LESS, 79, 80, true",
        "LESS, 80, 80, false",
        "LESS, 81, 80, false",
        "GREATER_OR_EQUAL, 80, 80, true",
        "GREATER_OR_EQUAL, 79, 80, false",
        "LESS_OR_EQUAL, 80, 80, true",
        "LESS_OR_EQUAL, 81, 80, false",
        "GREATER, 65535, 65535, false",
        "LESS, 0, 0, false",
        "GREATER_OR_EQUAL, 0, 0, true",
        "LESS_OR_EQUAL, 65535, 65535, true"
    })
    void shouldCompareNumbers(MatchType matchType, long value, long wanted, boolean holds) {
        values.setNumber(TypedFields.U16, value);
        assertThat(holds(TypedFields.U16, matchType, number(DataType.FWP_UINT16, wanted)))
                .isEqualTo(holds);
    }

    /** "Flag tests with c = 0: ALL true, ANY false, NONE true." */
    @ParameterizedTest
    @CsvSource({
        "FLAGS_ALL_SET, 5, 5, true",
        "FLAGS_ALL_SET, 7, 5, true",
        "FLAGS_ALL_SET, 4, 5, false",
        "FLAGS_ALL_SET, 0, 0, true",
        "FLAGS_ALL_SET, 7, 0, true",
        "FLAGS_ANY_SET, 4, 5, true",
        "FLAGS_ANY_SET, 2, 5, false",
        "FLAGS_ANY_SET, 7, 0, false",
        "FLAGS_ANY_SET, 0, 0, false",
        "FLAGS_NONE_SET, 2, 5, true",
        "FLAGS_NONE_SET, 6, 5, false",
        "FLAGS_NONE_SET, 7, 0, true",
        "FLAGS_NONE_SET, 0, 0, true"
    })
    void shouldTestFlags(MatchType matchType, long value, long wanted, boolean holds) {
        values.setNumber(TypedFields.FLAGS, value);
        assertThat(holds(TypedFields.FLAGS, matchType, number(DataType.FWP_UINT32, wanted)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"79, false", "80, true", "85, true", "90, true", "91, false"})
    void shouldIncludeBothEndsOfARange(long value, boolean holds) {
        values.setNumber(TypedFields.U16, value);
        assertThat(range(TypedFields.U16, number(DataType.FWP_UINT16, 80), number(DataType.FWP_UINT16, 90)))
                .isEqualTo(holds);
    }

    @Test
    void shouldTestRangesOfEverySortableType() {
        values.setNumber(TypedFields.I32, -3);
        assertThat(range(TypedFields.I32, number(DataType.FWP_INT32, -3), number(DataType.FWP_INT32, 3)))
                .isTrue();
        assertThat(range(TypedFields.I32, number(DataType.FWP_INT32, -2), number(DataType.FWP_INT32, 3)))
                .isFalse();
        values.setWide(TypedFields.V6_ADDRESS, 1, -1);
        assertThat(range(TypedFields.V6_ADDRESS, new ConditionValue.Wide(1, 0), new ConditionValue.Wide(1, -1)))
                .isTrue();
        assertThat(range(TypedFields.V6_ADDRESS, new ConditionValue.Wide(1, 0), new ConditionValue.Wide(1, -2)))
                .isFalse();
        assertThat(range(TypedFields.V6_ADDRESS, new ConditionValue.Wide(2, 0), new ConditionValue.Wide(3, 0)))
                .isFalse();
        values.setBlob(TypedFields.BLOB, new byte[] {5});
        assertThat(range(TypedFields.BLOB, blob(5), blob(5))).isTrue();
        assertThat(range(TypedFields.BLOB, blob(5, 0), blob(6))).isFalse();
        assertThat(range(TypedFields.BLOB, blob(), blob(4))).isFalse();
        values.setText(TypedFields.STRING, "m");
        assertThat(range(TypedFields.STRING, text("m"), text("m"))).isTrue();
        assertThat(range(TypedFields.STRING, text("a"), text("l"))).isFalse();
        assertThat(range(TypedFields.STRING, text("n"), text("z"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0x0A000001, 0xFF000000, true",
        "0x0B000001, 0xFF000000, false",
        "0x0AFFFFFF, 0xFF000000, true",
        "0x0A000001, 0xFFFFFFFF, false",
        "0xC0000001, 0x00000000, true"
    })
    void shouldCompareV4NetworksUnderTheirMask(String value, String mask, boolean within) {
        values.setNumber(TypedFields.V4_ADDRESS, Long.decode(value));
        ConditionValue network = new ConditionValue.V4Mask(0x0A7F0000, (int) (long) Long.decode(mask));
        assertThat(holds(TypedFields.V4_ADDRESS, MatchType.EQUAL, network)).isEqualTo(within);
        assertThat(holds(TypedFields.V4_ADDRESS, MatchType.NOT_EQUAL, network)).isEqualTo(!within);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 99, 99, true",
        "1, 99, 99, false",
        "16, 0xFD20FFFFFFFFFFFF, -1, true",
        "16, 0xFD21000000000000, 0, false",
        "63, 0xFD20000000000001, 9, true",
        "63, 0xFD20000000000002, 9, false",
        "64, 0xFD20000000000000, -1, true",
        "64, 0xFD20000000000001, 0, false",
        "65, 0xFD20000000000000, 0x7FFFFFFFFFFFFFFF, true",
        "65, 0xFD20000000000000, -1, false",
        "127, 0xFD20000000000000, 1, true",
        "127, 0xFD20000000000000, 2, false",
        "128, 0xFD20000000000000, 0, true",
        "128, 0xFD20000000000000, 1, false"
    })
    void shouldCompareV6NetworksUnderTheirPrefix(int length, String high, String low, boolean within) {
        values.setWide(TypedFields.V6_ADDRESS, bits(high), bits(low));
        ConditionValue network = new ConditionValue.V6Mask(0xFD20_0000_0000_0000L, 0, length);
        assertThat(holds(TypedFields.V6_ADDRESS, MatchType.EQUAL, network)).isEqualTo(within);
        assertThat(holds(TypedFields.V6_ADDRESS, MatchType.NOT_EQUAL, network)).isEqualTo(!within);
    }

    private static long bits(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }

    @Test
    void shouldIgnoreCaseOnlyWhereAsked() {
        values.setText(TypedFields.STRING, "Host.Example");
        assertThat(string(MatchType.EQUAL_CASE_INSENSITIVE, "hOST.eXAMPLE")).isTrue();
        assertThat(string(MatchType.EQUAL_CASE_INSENSITIVE, "host.exampl")).isFalse();
        assertThat(string(MatchType.EQUAL, "host.example")).isFalse();
        assertThat(string(MatchType.PREFIX, "EXAMPLE")).isFalse();
    }

    /** "The test is: value ends with the condition value." */
    @Test
    @SpecRule("11 C15")
    void shouldTakePrefixForSuffix() {
        values.setText(TypedFields.STRING, "www.example");
        assertThat(string(MatchType.PREFIX, "example")).isTrue();
        assertThat(string(MatchType.PREFIX, "www")).isFalse();
        assertThat(string(MatchType.PREFIX, "")).isTrue();
        assertThat(string(MatchType.PREFIX, "www.example")).isTrue();
        assertThat(string(MatchType.PREFIX, "x.www.example")).isFalse();
        assertThat(string(MatchType.NOT_PREFIX, "example")).isFalse();
        assertThat(string(MatchType.NOT_PREFIX, "www")).isTrue();
        values.setBlob(TypedFields.BLOB, new byte[] {1, 2, 3});
        assertThat(holds(TypedFields.BLOB, MatchType.PREFIX, blob(2, 3))).isTrue();
        assertThat(holds(TypedFields.BLOB, MatchType.PREFIX, blob(1, 2))).isFalse();
        assertThat(holds(TypedFields.BLOB, MatchType.PREFIX, blob(1, 2, 3))).isTrue();
        assertThat(holds(TypedFields.BLOB, MatchType.PREFIX, blob(0, 1, 2, 3))).isFalse();
        assertThat(holds(TypedFields.BLOB, MatchType.NOT_PREFIX, blob(2, 3))).isFalse();
        assertThat(holds(TypedFields.BLOB, MatchType.NOT_PREFIX, blob(1, 2))).isTrue();
    }

    @Test
    @SpecRule("11 C15")
    void shouldTakePrefixForPrefixWhereTheSwitchIsOff() {
        values.setText(TypedFields.STRING, "www.example");
        assertThat(beginning(TypedFields.STRING, MatchType.PREFIX, text("www"))).isTrue();
        assertThat(beginning(TypedFields.STRING, MatchType.PREFIX, text("example")))
                .isFalse();
        assertThat(beginning(TypedFields.STRING, MatchType.NOT_PREFIX, text("www")))
                .isFalse();
        values.setBlob(TypedFields.BLOB, new byte[] {1, 2, 3});
        assertThat(beginning(TypedFields.BLOB, MatchType.PREFIX, blob(1, 2))).isTrue();
        assertThat(beginning(TypedFields.BLOB, MatchType.PREFIX, blob(2, 3))).isFalse();
        assertThat(beginning(TypedFields.BLOB, MatchType.NOT_PREFIX, blob(2, 3)))
                .isTrue();
        assertThat(beginning(TypedFields.BLOB, MatchType.PREFIX, blob(1, 2, 3, 4)))
                .isFalse();
    }

    @Test
    void shouldCompareApplicationIdsWithoutRegardToCase() {
        values.setBlob(TypedFields.APP_ID, appId("\\Device\\HarddiskVolume1\\App.exe\0"));
        ConditionValue same = ConditionValue.Blob.of(appId("\\DEVICE\\harddiskvolume1\\APP.EXE\0"));
        assertThat(holds(TypedFields.APP_ID, MatchType.EQUAL, same)).isTrue();
        assertThat(holds(TypedFields.APP_ID, MatchType.NOT_EQUAL, same)).isFalse();
        assertThat(holds(TypedFields.APP_ID, MatchType.PREFIX, ConditionValue.Blob.of(appId("\\APP.exe"))))
                .isTrue();
        assertThat(beginning(TypedFields.APP_ID, MatchType.PREFIX, ConditionValue.Blob.of(appId("\\DEVICE\\hard\0"))))
                .isTrue();
        values.setBlob(TypedFields.APP_ID, appId("\\DEVICE\\\u00c9\0"));
        assertThat(holds(TypedFields.APP_ID, MatchType.EQUAL, ConditionValue.Blob.of(appId("\\device\\\u00e9\0"))))
                .isTrue();
    }

    @Test
    void shouldCompareTheCaseOfOtherBlobs() {
        values.setBlob(TypedFields.BLOB, appId("App\0"));
        assertThat(holds(TypedFields.BLOB, MatchType.EQUAL, ConditionValue.Blob.of(appId("app\0"))))
                .isFalse();
    }

    private static byte[] appId(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private boolean string(MatchType matchType, String text) {
        return holds(TypedFields.STRING, matchType, text(text));
    }

    private boolean range(Field field, ConditionValue low, ConditionValue high) {
        return holds(field, MatchType.RANGE, new ConditionValue.Range(low, high));
    }

    private boolean holds(Field field, MatchType matchType, ConditionValue value) {
        return TypedFields.holds(new Condition(field, matchType, value), values);
    }

    private boolean beginning(Field field, MatchType matchType, ConditionValue value) {
        return TypedFields.holds(new Condition(field, matchType, value), values, false);
    }

    private static ConditionValue number(DataType type, long value) {
        return new ConditionValue.Number(type, value);
    }

    private static ConditionValue text(String text) {
        return new ConditionValue.Text(DataType.FWP_UNICODE_STRING_TYPE, text);
    }

    private static ConditionValue blob(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ConditionValue.Blob.of(bytes);
    }
}
