// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Spec 3.2: the types and what the engine keeps of them. */
class DataTypeTest {
    private final FieldValues values = new FieldValues();

    @ParameterizedTest
    @CsvSource({
        "FWP_EMPTY, 0",
        "FWP_UINT8, 1",
        "FWP_UINT64, 4",
        "FWP_INT8, 5",
        "FWP_INT64, 8",
        "FWP_FLOAT, 9",
        "FWP_DOUBLE, 10",
        "FWP_BYTE_ARRAY16_TYPE, 11",
        "FWP_BYTE_BLOB_TYPE, 12",
        "FWP_SID, 13",
        "FWP_SECURITY_DESCRIPTOR_TYPE, 14",
        "FWP_TOKEN_INFORMATION_TYPE, 15",
        "FWP_TOKEN_ACCESS_INFORMATION_TYPE, 16",
        "FWP_UNICODE_STRING_TYPE, 17",
        "FWP_BYTE_ARRAY6_TYPE, 18",
        "FWP_BITMAP_INDEX_TYPE, 19",
        "FWP_BITMAP_ARRAY64_TYPE, 20",
        "FWP_V4_ADDR_MASK, 256",
        "FWP_V6_ADDR_MASK, 257",
        "FWP_RANGE_TYPE, 258"
    })
    void shouldNumberTypesAsWindowsDoes(DataType type, int code) {
        assertThat(type.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "FWP_UINT8, 8, false",
        "FWP_UINT16, 16, false",
        "FWP_UINT32, 32, false",
        "FWP_UINT64, 64, false",
        "FWP_INT8, 8, true",
        "FWP_INT16, 16, true",
        "FWP_INT32, 32, true",
        "FWP_INT64, 64, true",
        "FWP_SID, 0, false"
    })
    void shouldKnowWidthAndSignOfIntegers(DataType type, int bits, boolean signed) {
        assertThat(type.integerBits()).isEqualTo(bits);
        assertThat(type.isSigned()).isEqualTo(signed);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSortIntegersBytesAndStringsOnly(DataType type) {
        boolean sortable = type.name().matches("FWP_U?INT.*|FWP_BYTE_ARRAY16_TYPE|FWP_BYTE_BLOB_TYPE|FWP_UNICODE.*");
        assertThat(type.isSortable()).isEqualTo(sortable);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryWhatOnlyImportsHave(DataType type) {
        assertThat(type.isImportOnly())
                .isEqualTo(List.of(
                                DataType.FWP_FLOAT,
                                DataType.FWP_DOUBLE,
                                DataType.FWP_BITMAP_INDEX_TYPE,
                                DataType.FWP_BITMAP_ARRAY64_TYPE)
                        .contains(type));
    }

    /** The largest unsigned number is above the smallest, the same bits as a signed number are below. */
    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(TypedFields.U64, number(DataType.FWP_UINT64, 1), -1L, true),
                Arguments.of(TypedFields.U64, number(DataType.FWP_UINT64, -2), -1L, true),
                Arguments.of(TypedFields.U64, number(DataType.FWP_UINT64, -1), 1L, false),
                Arguments.of(TypedFields.U8, number(DataType.FWP_UINT8, 0x7F), 0x80L, true),
                Arguments.of(TypedFields.I64, number(DataType.FWP_INT64, 1), -1L, false),
                Arguments.of(TypedFields.I64, number(DataType.FWP_INT64, Long.MIN_VALUE), -1L, true),
                Arguments.of(TypedFields.I32, number(DataType.FWP_INT32, -2), -1L, true),
                Arguments.of(TypedFields.I16, number(DataType.FWP_INT16, -2), 1L, true),
                Arguments.of(TypedFields.I8, number(DataType.FWP_INT8, 1), -128L, false));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldCompareUnsignedNumbersUnsignedAndSignedOnesSigned(
            Field field, ConditionValue value, long fieldValue, boolean greater) {
        values.setNumber(field, fieldValue);
        assertThat(holds(field, MatchType.GREATER, value)).isEqualTo(greater);
        assertThat(holds(field, MatchType.GREATER_OR_EQUAL, value)).isEqualTo(greater);
        assertThat(holds(field, MatchType.LESS, value)).isEqualTo(!greater);
        assertThat(holds(field, MatchType.LESS_OR_EQUAL, value)).isEqualTo(!greater);
        assertThat(holds(field, MatchType.NOT_EQUAL, value)).isTrue();
        assertThat(holds(field, MatchType.EQUAL, value)).isFalse();
    }

    @Test
    void shouldCompareMacAddressesForEqualityOnly() {
        values.setNumber(TypedFields.MAC, 0xFFFF_FFFF_FFFFL);
        assertThat(holds(TypedFields.MAC, MatchType.EQUAL, number(DataType.FWP_BYTE_ARRAY6_TYPE, 0xFFFF_FFFF_FFFFL)))
                .isTrue();
        assertThat(holds(TypedFields.MAC, MatchType.EQUAL, number(DataType.FWP_BYTE_ARRAY6_TYPE, 1)))
                .isFalse();
        assertThat(ConditionRules.allowed(DataType.FWP_BYTE_ARRAY6_TYPE)).containsExactly(MatchType.EQUAL);
    }

    @Test
    void shouldCompareSixteenBytesUnsignedFromTheLeft() {
        values.setWide(TypedFields.UUID, 0x8000_0000_0000_0000L, 5);
        assertThat(holds(TypedFields.UUID, MatchType.GREATER, new ConditionValue.Wide(Long.MAX_VALUE, -1)))
                .isTrue();
        assertThat(holds(TypedFields.UUID, MatchType.GREATER, new ConditionValue.Wide(Long.MIN_VALUE, 4)))
                .isTrue();
        assertThat(holds(TypedFields.UUID, MatchType.LESS, new ConditionValue.Wide(Long.MIN_VALUE, -1)))
                .isTrue();
        assertThat(holds(TypedFields.UUID, MatchType.EQUAL, new ConditionValue.Wide(Long.MIN_VALUE, 5)))
                .isTrue();
        assertThat(holds(TypedFields.UUID, MatchType.NOT_EQUAL, new ConditionValue.Wide(0, 5)))
                .isTrue();
        assertThat(holds(TypedFields.UUID, MatchType.LESS_OR_EQUAL, new ConditionValue.Wide(Long.MIN_VALUE, 5)))
                .isTrue();
        assertThat(holds(TypedFields.UUID, MatchType.GREATER_OR_EQUAL, new ConditionValue.Wide(Long.MIN_VALUE, 6)))
                .isFalse();
    }

    /** "Bytes compare unsigned and left to right, a shorter equal prefix is less." */
    @Test
    void shouldOrderBlobsByUnsignedBytesAndLength() {
        values.setBlob(TypedFields.BLOB, new byte[] {(byte) 0x80});
        assertThat(blob(MatchType.GREATER, 0x7F, 0x7F)).isTrue();
        assertThat(blob(MatchType.LESS, 0x80, 0)).isTrue();
        assertThat(blob(MatchType.GREATER)).isTrue();
        assertThat(blob(MatchType.EQUAL, 0x80)).isTrue();
        assertThat(blob(MatchType.NOT_EQUAL, 0x80, 0)).isTrue();
        assertThat(blob(MatchType.GREATER_OR_EQUAL, 0x80)).isTrue();
        assertThat(blob(MatchType.LESS_OR_EQUAL, 0x80)).isTrue();
        assertThat(blob(MatchType.LESS, 0x80)).isFalse();
        assertThat(blob(MatchType.GREATER, 0x80)).isFalse();
    }

    /** By code point the surrogates of a smiling face would be above U+FFFF's neighbour; by code unit they are below. */
    @Test
    void shouldOrderStringsByUtf16CodeUnits() {
        values.setText(TypedFields.STRING, "\ud83d\ude00");
        assertThat(text(MatchType.LESS, "\uffee")).isTrue();
        assertThat(text(MatchType.GREATER, "\ud83d")).isTrue();
        assertThat(text(MatchType.GREATER_OR_EQUAL, "\ud83d\ude00")).isTrue();
        assertThat(text(MatchType.LESS_OR_EQUAL, "\ud83d\ude00")).isTrue();
        assertThat(text(MatchType.EQUAL, "\ud83d\ude00")).isTrue();
        assertThat(text(MatchType.NOT_EQUAL, "")).isTrue();
    }

    @Test
    void shouldNeverMatchWhatOnlyImportsHave() {
        values.setNumber(TypedFields.DOUBLE, 1);
        Condition condition = new Condition(
                TypedFields.DOUBLE, MatchType.EQUAL, new ConditionValue.Carried(DataType.FWP_DOUBLE, "1"));
        assertThat(ConditionRules.fault(TypedFields.SCHEMA, condition)).isEmpty();
        assertThat(TypedFields.holds(condition, values)).isFalse();
        assertThat(CompiledConditions.of(List.of(condition), TypedFields.SCHEMA, true)
                        .outcomes(values)
                        .getFirst()
                        .conditionValue())
                .isEqualTo(new ValueText(DataType.FWP_DOUBLE, "1"));
    }

    private boolean blob(MatchType matchType, int... bytes) {
        byte[] wanted = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            wanted[i] = (byte) bytes[i];
        }
        return holds(TypedFields.BLOB, matchType, ConditionValue.Blob.of(wanted));
    }

    private boolean text(MatchType matchType, String text) {
        return holds(TypedFields.STRING, matchType, new ConditionValue.Text(DataType.FWP_UNICODE_STRING_TYPE, text));
    }

    private boolean holds(Field field, MatchType matchType, ConditionValue value) {
        return TypedFields.holds(new Condition(field, matchType, value), values);
    }

    private static ConditionValue number(DataType type, long value) {
        return new ConditionValue.Number(type, value);
    }
}
