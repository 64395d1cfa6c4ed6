// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spec 3.4 and 3.5: conditions together, and fields without a value. */
class CombiningTest {
    private static final Condition TCP = number(TypedFields.U8, MatchType.EQUAL, DataType.FWP_UINT8, 6);
    private static final Condition UDP = number(TypedFields.U8, MatchType.EQUAL, DataType.FWP_UINT8, 17);
    private static final Condition HTTP = port(MatchType.EQUAL, 80);
    private static final Condition HTTPS = port(MatchType.EQUAL, 443);

    private final FieldValues values = new FieldValues();

    @BeforeEach
    void fill() {
        values.setNumber(TypedFields.U8, 6);
        values.setNumber(TypedFields.U16, 443);
    }

    @Test
    void shouldAlwaysHoldWithoutConditions() {
        assertThat(hold()).isTrue();
    }

    @Test
    void shouldWantAllFields() {
        assertThat(hold(TCP, HTTPS)).isTrue();
        assertThat(hold(TCP, HTTP)).isFalse();
        assertThat(hold(UDP, HTTPS)).isFalse();
    }

    @Test
    @SpecRule("11 C14")
    void shouldWantOneOfTheConditionsOnAFieldWhateverTheirOrder() {
        assertThat(hold(HTTP, HTTPS)).isTrue();
        assertThat(hold(HTTPS, HTTP)).isTrue();
        assertThat(hold(HTTP, TCP, HTTPS)).isTrue();
        assertThat(hold(HTTPS, UDP, HTTP, TCP)).isTrue();
        assertThat(hold(HTTP, UDP, HTTPS)).isFalse();
        assertThat(hold(HTTP, HTTP, TCP)).isFalse();
    }

    /** "NOT_EQUAL a or NOT_EQUAL b on one field is true for every value when a differs from b. Do not fix it." */
    @Test
    @SpecRule("11 C14")
    void shouldHoldForEveryValueWhereTwoDifferentValuesAreExcluded() {
        Condition notHttp = port(MatchType.NOT_EQUAL, 80);
        Condition notHttps = port(MatchType.NOT_EQUAL, 443);
        for (int port : new int[] {80, 443, 1}) {
            values.setNumber(TypedFields.U16, port);
            assertThat(hold(notHttp, notHttps)).isTrue();
        }
    }

    @Test
    @SpecRule("11 C14")
    void shouldAcceptTheSameConditionTwice() {
        assertThat(hold(HTTPS, HTTPS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @SpecRule("11 P09")
    void shouldHoldForAnEmptyFieldOnlyWhereEmptyIsAskedFor(MatchType matchType) {
        FieldValues empty = new FieldValues();
        for (Condition condition : ofMatchType(matchType)) {
            assertThat(TypedFields.holds(condition, empty)).as("%s", condition).isFalse();
        }
    }

    @Test
    @SpecRule("11 P09")
    void shouldFindOnlyEmptyFieldsEqualToEmpty() {
        Condition empty = new Condition(TypedFields.U16, MatchType.EQUAL, new ConditionValue.Empty());
        assertThat(hold(empty)).isFalse();
        values.setEmpty(TypedFields.U16);
        assertThat(hold(empty)).isTrue();
        assertThat(hold(empty, HTTP)).isTrue();
    }

    @Test
    void shouldTakeZeroFlagsForAValue() {
        values.setNumber(TypedFields.FLAGS, 0);
        assertThat(hold(number(TypedFields.FLAGS, MatchType.FLAGS_NONE_SET, DataType.FWP_UINT32, 1)))
                .isTrue();
    }

    @Test
    void shouldForgetValuesWhenCleared() {
        values.setText(TypedFields.STRING, "x");
        values.clear();
        assertThat(values.isEmpty(TypedFields.U16)).isTrue();
        assertThat(values.object(TypedFields.STRING)).isNull();
    }

    /** A condition of this match type for each type of value that it allows. */
    private static List<Condition> ofMatchType(MatchType matchType) {
        ConditionValue text = new ConditionValue.Text(DataType.FWP_UNICODE_STRING_TYPE, "");
        ConditionValue number = new ConditionValue.Number(DataType.FWP_UINT16, 0);
        ConditionValue wide = new ConditionValue.Wide(0, 0);
        ConditionValue blob = ConditionValue.Blob.of(new byte[0]);
        return List.of(
                        new Condition(TypedFields.STRING, matchType, text),
                        new Condition(TypedFields.STRING, matchType, new ConditionValue.Range(text, text)),
                        new Condition(TypedFields.U16, matchType, number),
                        new Condition(TypedFields.U16, matchType, new ConditionValue.Range(number, number)),
                        new Condition(TypedFields.V4_ADDRESS, matchType, new ConditionValue.V4Mask(0, 0)),
                        new Condition(TypedFields.UUID, matchType, wide),
                        new Condition(TypedFields.V6_ADDRESS, matchType, new ConditionValue.V6Mask(0, 0, 0)),
                        new Condition(TypedFields.UUID, matchType, new ConditionValue.Range(wide, wide)),
                        new Condition(TypedFields.BLOB, matchType, blob),
                        new Condition(TypedFields.BLOB, matchType, new ConditionValue.Range(blob, blob)),
                        new Condition(TypedFields.SID, matchType, new ConditionValue.Text(DataType.FWP_SID, "S-1-0-0")),
                        new Condition(
                                TypedFields.TOKEN,
                                matchType,
                                new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, "O:SY")))
                .stream()
                .filter(c -> ConditionRules.fault(TypedFields.SCHEMA, c).isEmpty())
                .toList();
    }

    private boolean hold(Condition... conditions) {
        return CompiledConditions.of(List.of(conditions), TypedFields.SCHEMA, true)
                .hold(values);
    }

    private static Condition port(MatchType matchType, long port) {
        return number(TypedFields.U16, matchType, DataType.FWP_UINT16, port);
    }

    private static Condition number(Field field, MatchType matchType, DataType type, long value) {
        return new Condition(field, matchType, new ConditionValue.Number(type, value));
    }
}
