// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.condition.ConditionFault.Part;
import io.penstock.engine.spec.FwpError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Spec 3.1 to 3.3: which conditions are refused, with which code. The table of match types itself is held by {@link ConditionPropertyTest}. */
class ConditionRulesTest {
    static Stream<Arguments> wrongValues() {
        return Stream.of(
                // "The engine never converts types: u16 does not compare with u32."
                value(TypedFields.U16, number(DataType.FWP_UINT32, 1), FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.U32, number(DataType.FWP_INT32, 1), FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.U64, number(DataType.FWP_BYTE_ARRAY6_TYPE, 1), FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.BLOB, text("x"), FwpError.FWP_E_TYPE_MISMATCH),
                value(
                        TypedFields.U64,
                        new ConditionValue.Carried(DataType.FWP_DOUBLE, "1"),
                        FwpError.FWP_E_TYPE_MISMATCH),
                // "UINT32 holding an IPv4 address may be tested with V4_ADDR_MASK", and no other field.
                value(TypedFields.U32, new ConditionValue.V4Mask(0, 0), FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.V6_ADDRESS, new ConditionValue.V4Mask(0, 0), FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.UUID, new ConditionValue.V6Mask(0, 0, 0), FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.V4_ADDRESS, new ConditionValue.V6Mask(0, 0, 0), FwpError.FWP_E_TYPE_MISMATCH),
                // "TOKEN_INFORMATION: SECURITY_DESCRIPTOR when filtering; SID when enumerating."
                value(
                        TypedFields.TOKEN,
                        new ConditionValue.Text(DataType.FWP_SID, "S-1-1-0"),
                        FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.SID, sddl("D:"), FwpError.FWP_E_TYPE_MISMATCH),
                value(TypedFields.TOKEN, sddl("D:(A;;CC;;;ZZ)"), FwpError.ERROR_INVALID_SECURITY_DESCR),
                value(TypedFields.TOKEN_INFORMATION, sddl(""), FwpError.ERROR_INVALID_SECURITY_DESCR),
                // "V4 mask must be contiguous; prefix length 0..128."
                value(
                        TypedFields.V4_ADDRESS,
                        new ConditionValue.V4Mask(0, 0xFF00FF00),
                        FwpError.FWP_E_INVALID_NET_MASK),
                value(TypedFields.V4_ADDRESS, new ConditionValue.V4Mask(0, 1), FwpError.FWP_E_INVALID_NET_MASK),
                value(
                        TypedFields.V4_ADDRESS,
                        new ConditionValue.V4Mask(0, 0x7FFFFFFF),
                        FwpError.FWP_E_INVALID_NET_MASK),
                value(TypedFields.V6_ADDRESS, new ConditionValue.V6Mask(0, 0, 129), FwpError.FWP_E_INVALID_NET_MASK),
                value(TypedFields.V6_ADDRESS, new ConditionValue.V6Mask(0, 0, -1), FwpError.FWP_E_INVALID_NET_MASK),
                // A number that its own type cannot hold.
                value(TypedFields.U8, number(DataType.FWP_UINT8, 256), FwpError.FWP_E_OUT_OF_BOUNDS),
                value(TypedFields.U8, number(DataType.FWP_UINT8, -1), FwpError.FWP_E_OUT_OF_BOUNDS),
                value(TypedFields.I8, number(DataType.FWP_INT8, 128), FwpError.FWP_E_OUT_OF_BOUNDS),
                value(TypedFields.I8, number(DataType.FWP_INT8, -129), FwpError.FWP_E_OUT_OF_BOUNDS),
                value(TypedFields.MAC, number(DataType.FWP_BYTE_ARRAY6_TYPE, 1L << 48), FwpError.FWP_E_OUT_OF_BOUNDS));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void shouldRefuseAValueThatTheFieldMayNotBeTestedWith(Field field, ConditionValue value, FwpError error) {
        ConditionFault fault = fault(new Condition(field, MatchType.EQUAL, value));
        assertThat(fault.error()).isEqualTo(error);
        assertThat(fault.part()).isEqualTo(Part.VALUE);
        assertThat(fault.detail()).isNotBlank();
        assertThat(fault.expected()).isNotBlank();
        assertThat(fault.message()).isEqualTo(error + ": " + fault.detail());
    }

    static Stream<Arguments> wrongRanges() {
        ConditionValue one = number(DataType.FWP_UINT16, 1);
        ConditionValue two = number(DataType.FWP_UINT16, 2);
        return Stream.of(
                Arguments.of(TypedFields.U16, two, one, FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(TypedFields.U16, one, number(DataType.FWP_UINT32, 2), FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(TypedFields.U32, one, two, FwpError.FWP_E_TYPE_MISMATCH),
                Arguments.of(
                        TypedFields.I32,
                        number(DataType.FWP_INT32, 1),
                        number(DataType.FWP_INT32, -1),
                        FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(
                        TypedFields.U64,
                        number(DataType.FWP_UINT64, -1),
                        number(DataType.FWP_UINT64, 1),
                        FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(
                        TypedFields.UUID,
                        new ConditionValue.Wide(1, 0),
                        new ConditionValue.Wide(0, -1),
                        FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(
                        TypedFields.UUID,
                        new ConditionValue.Wide(1, -1),
                        new ConditionValue.Wide(1, 1),
                        FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(
                        TypedFields.BLOB,
                        ConditionValue.Blob.of(new byte[] {1, 0}),
                        ConditionValue.Blob.of(new byte[] {1}),
                        FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(TypedFields.STRING, text("b"), text("a"), FwpError.FWP_E_INVALID_RANGE),
                Arguments.of(
                        TypedFields.MAC,
                        number(DataType.FWP_BYTE_ARRAY6_TYPE, 1),
                        number(DataType.FWP_BYTE_ARRAY6_TYPE, 2),
                        FwpError.FWP_E_TYPE_MISMATCH),
                Arguments.of(
                        TypedFields.U16,
                        new ConditionValue.Empty(),
                        new ConditionValue.Empty(),
                        FwpError.FWP_E_TYPE_MISMATCH),
                Arguments.of(
                        TypedFields.SID,
                        new ConditionValue.Text(DataType.FWP_SID, "S-1-1-0"),
                        new ConditionValue.Text(DataType.FWP_SID, "S-1-1-0"),
                        FwpError.FWP_E_TYPE_MISMATCH));
    }

    @ParameterizedTest
    @MethodSource("wrongRanges")
    void shouldRefuseARangeOfMixedTypesOrInTheWrongOrder(
            Field field, ConditionValue low, ConditionValue high, FwpError error) {
        ConditionFault fault = fault(new Condition(field, MatchType.RANGE, new ConditionValue.Range(low, high)));
        assertThat(fault.error()).isEqualTo(error);
        assertThat(fault.part()).isEqualTo(Part.VALUE);
    }

    @Test
    void shouldAcceptARangeOfOneValue() {
        for (ConditionValue value : List.of(number(DataType.FWP_UINT16, 7), number(DataType.FWP_UINT16, 0))) {
            assertThat(ConditionRules.fault(
                            TypedFields.SCHEMA,
                            new Condition(TypedFields.U16, MatchType.RANGE, new ConditionValue.Range(value, value))))
                    .isEmpty();
        }
    }

    @Test
    void shouldRefuseAPairOfTypeAndMatchTypeThatIsNotInTheTable() {
        ConditionFault fault = fault(new Condition(TypedFields.U16, MatchType.PREFIX, number(DataType.FWP_UINT16, 1)));
        assertThat(fault.error()).isEqualTo(FwpError.FWP_E_MATCH_TYPE_MISMATCH);
        assertThat(fault.part()).isEqualTo(Part.MATCH_TYPE);
        assertThat(fault.detail()).contains("FWP_MATCH_PREFIX", "FWP_UINT16", TypedFields.U16.key());
        assertThat(fault.expected()).startsWith("FWP_MATCH_EQUAL, ").doesNotContain("PREFIX");
    }

    @Test
    void shouldRefuseAFieldThatTheSchemaDoesNotHave() {
        ConditionFault fault = fault(new Condition(Field.ETHER_TYPE, MatchType.EQUAL, number(DataType.FWP_UINT16, 1)));
        assertThat(fault.error()).isEqualTo(FwpError.FWP_E_CONDITION_NOT_FOUND);
        assertThat(fault.part()).isEqualTo(Part.FIELD);
        assertThat(fault.detail()).contains(Field.ETHER_TYPE.key());
    }

    @Test
    void shouldRefuseToCompileWhatIsAgainstTheRules() {
        List<Condition> wrong = List.of(new Condition(TypedFields.U16, MatchType.EQUAL, number(DataType.FWP_UINT8, 1)));
        assertThatThrownBy(() -> CompiledConditions.of(wrong, TypedFields.SCHEMA, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("FWP_E_TYPE_MISMATCH: ");
    }

    static Stream<Arguments> rightValues() {
        return Stream.of(
                Arguments.of(TypedFields.V4_ADDRESS, new ConditionValue.V4Mask(5, 0)),
                Arguments.of(TypedFields.V4_ADDRESS, new ConditionValue.V4Mask(5, -1)),
                Arguments.of(TypedFields.V4_ADDRESS, new ConditionValue.V4Mask(5, 0x80000000)),
                Arguments.of(TypedFields.V4_ADDRESS, number(DataType.FWP_UINT32, 5)),
                Arguments.of(TypedFields.V6_ADDRESS, new ConditionValue.V6Mask(1, 2, 0)),
                Arguments.of(TypedFields.V6_ADDRESS, new ConditionValue.V6Mask(1, 2, 128)),
                Arguments.of(TypedFields.TOKEN, sddl("D:(A;;CC;;;WD)")),
                Arguments.of(TypedFields.TOKEN_INFORMATION, sddl("O:SY")),
                Arguments.of(TypedFields.U8, number(DataType.FWP_UINT8, 255)),
                Arguments.of(TypedFields.I8, number(DataType.FWP_INT8, -128)),
                Arguments.of(TypedFields.I8, number(DataType.FWP_INT8, 127)),
                Arguments.of(TypedFields.U64, number(DataType.FWP_UINT64, -1)),
                Arguments.of(TypedFields.MAC, number(DataType.FWP_BYTE_ARRAY6_TYPE, (1L << 48) - 1)),
                Arguments.of(TypedFields.SID, new ConditionValue.Empty()),
                Arguments.of(TypedFields.BITMAP, new ConditionValue.Carried(DataType.FWP_BITMAP_ARRAY64_TYPE, "")));
    }

    @ParameterizedTest
    @MethodSource("rightValues")
    void shouldAcceptTheEdgesOfWhatAFieldMayBeTestedWith(Field field, ConditionValue value) {
        assertThat(ConditionRules.fault(TypedFields.SCHEMA, new Condition(field, MatchType.EQUAL, value)))
                .isEmpty();
    }

    private static ConditionFault fault(Condition condition) {
        return ConditionRules.fault(TypedFields.SCHEMA, condition).orElseThrow();
    }

    private static Arguments value(Field field, ConditionValue value, FwpError error) {
        return Arguments.of(field, value, error);
    }

    private static ConditionValue number(DataType type, long value) {
        return new ConditionValue.Number(type, value);
    }

    private static ConditionValue text(String text) {
        return new ConditionValue.Text(DataType.FWP_UNICODE_STRING_TYPE, text);
    }

    private static ConditionValue sddl(String text) {
        return new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, text);
    }
}
