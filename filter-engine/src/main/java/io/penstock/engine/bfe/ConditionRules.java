// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.Refusal.require;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.FieldType;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.spec.FwpError;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a condition suits the field that it tests (spec 3.1 to 3.3). */
final class ConditionRules {
    private static final String SID = "(?:[A-Z]{2}|S-[0-9]+(?:-[0-9]+)+)";
    private static final String ACL = "[A-Z]*(?:\\([^()]*(?:;[^()]*){5,}\\))*";
    private static final Pattern SDDL =
            Pattern.compile("(?:O:" + SID + ")?(?:G:" + SID + ")?(?:D:" + ACL + ")?(?:S:" + ACL + ")?");

    private static final Set<MatchType> EQUALITY = EnumSet.of(MatchType.EQUAL, MatchType.NOT_EQUAL);
    private static final Set<MatchType> SORTED = EnumSet.of(
            MatchType.EQUAL,
            MatchType.NOT_EQUAL,
            MatchType.GREATER,
            MatchType.LESS,
            MatchType.GREATER_OR_EQUAL,
            MatchType.LESS_OR_EQUAL);
    private static final Set<MatchType> OF_INTEGERS =
            with(SORTED, MatchType.FLAGS_ALL_SET, MatchType.FLAGS_ANY_SET, MatchType.FLAGS_NONE_SET);
    private static final Set<MatchType> OF_BLOBS = with(SORTED, MatchType.PREFIX, MatchType.NOT_PREFIX);
    private static final Set<MatchType> OF_STRINGS = with(OF_BLOBS, MatchType.EQUAL_CASE_INSENSITIVE);

    private ConditionRules() {}

    private static Set<MatchType> with(Set<MatchType> some, MatchType... more) {
        Set<MatchType> all = EnumSet.copyOf(some);
        all.addAll(Set.of(more));
        return all;
    }

    /** Whether a text has the form of a security descriptor. */
    static boolean isSddl(String text) {
        return !text.isEmpty() && SDDL.matcher(text).matches();
    }

    /** Refuses {@code object}, a filter, if its condition does not suit the layer. */
    static void check(FwpmObject object, Layer layer, Condition condition) {
        Check check = new Check(object, layer, condition);
        DataType fieldType = layer.typeOf(condition.field()).orElse(null);
        check.that(fieldType != null, FwpError.FWP_E_CONDITION_NOT_FOUND, "is no field");
        check.value(fieldType);
    }

    /** As {@link #check}, for the conditions of an enumeration, which test tokens with SIDs (spec 3.2). */
    static void checkTemplate(FwpmObject object, Layer layer, Condition condition) {
        DataType fieldType = layer.typeOf(condition.field()).orElse(null);
        boolean token = fieldType == DataType.FWP_TOKEN_INFORMATION_TYPE
                || fieldType == DataType.FWP_TOKEN_ACCESS_INFORMATION_TYPE;
        if (token
                && condition.value() instanceof ConditionValue.Text(DataType type, var _)
                && type == DataType.FWP_SID) {
            new Check(object, layer, condition).matches(EnumSet.of(MatchType.EQUAL));
        } else {
            check(object, layer, condition);
        }
    }

    private record Check(FwpmObject object, Layer layer, Condition condition) {
        void that(boolean holds, FwpError error, String what) {
            require(holds, error, object, condition.field() + " at " + layer + " " + what);
        }

        void value(DataType fieldType) {
            switch (condition.value()) {
                case ConditionValue.Empty() -> matches(EnumSet.of(MatchType.EQUAL));
                case ConditionValue.Number number -> number(fieldType, number);
                case ConditionValue.Wide(var _, var _) -> typed(fieldType, DataType.FWP_BYTE_ARRAY16_TYPE, SORTED);
                case ConditionValue.Blob(var _) -> typed(fieldType, DataType.FWP_BYTE_BLOB_TYPE, OF_BLOBS);
                case ConditionValue.Text(DataType type, String text) -> text(fieldType, type, text);
                case ConditionValue.V4Mask(var _, int mask) -> {
                    network(fieldType, DataType.FWP_UINT32);
                    that(
                            Integer.numberOfLeadingZeros(~mask) + Integer.numberOfTrailingZeros(mask) >= 32,
                            FwpError.FWP_E_INVALID_NET_MASK,
                            "is tested with a mask that has gaps");
                }
                case ConditionValue.V6Mask(var _, var _, var _) -> network(fieldType, DataType.FWP_BYTE_ARRAY16_TYPE);
                case ConditionValue.Range(ConditionValue low, ConditionValue high) -> range(fieldType, low, high);
            }
        }

        private void typed(DataType fieldType, DataType valueType, Set<MatchType> allowed) {
            that(fieldType == valueType, FwpError.FWP_E_TYPE_MISMATCH, "is of " + fieldType + ", not " + valueType);
            matches(allowed);
        }

        private void matches(Set<MatchType> allowed) {
            MatchType matchType = condition.matchType();
            that(
                    allowed.contains(matchType),
                    FwpError.FWP_E_MATCH_TYPE_MISMATCH,
                    "cannot be tested by " + matchType.key() + " with "
                            + condition.value().type());
        }

        private void number(DataType fieldType, ConditionValue.Number number) {
            boolean mac = number.type() == DataType.FWP_BYTE_ARRAY6_TYPE;
            typed(fieldType, number.type(), mac ? EnumSet.of(MatchType.EQUAL) : OF_INTEGERS);
            int bits = mac ? 48 : number.type().integerBits();
            that(
                    bits == 64 || number.value() >>> bits == 0,
                    FwpError.FWP_E_OUT_OF_BOUNDS,
                    "has no room for " + number.value());
        }

        private void text(DataType fieldType, DataType type, String text) {
            if (type == DataType.FWP_SECURITY_DESCRIPTOR_TYPE) {
                boolean token = fieldType == DataType.FWP_TOKEN_INFORMATION_TYPE
                        || fieldType == DataType.FWP_TOKEN_ACCESS_INFORMATION_TYPE;
                that(token, FwpError.FWP_E_TYPE_MISMATCH, "is of " + fieldType + ", not a token");
                matches(EQUALITY);
                that(isSddl(text), FwpError.ERROR_INVALID_SECURITY_DESCR, "is tested with '" + text + "'");
            } else {
                typed(fieldType, type, type == DataType.FWP_UNICODE_STRING_TYPE ? OF_STRINGS : EQUALITY);
            }
        }

        private void network(DataType fieldType, DataType type) {
            boolean address = layer.fieldTypeOf(condition.field()) == FieldType.IP_ADDRESS;
            that(fieldType == type && address, FwpError.FWP_E_TYPE_MISMATCH, "holds no such address");
            matches(EQUALITY);
        }

        private void range(DataType fieldType, ConditionValue low, ConditionValue high) {
            that(low.type() == high.type(), FwpError.FWP_E_INVALID_RANGE, "has a range of two types");
            boolean sortable = low instanceof ConditionValue.Wide
                    || low instanceof ConditionValue.Blob
                    || low instanceof ConditionValue.Number(DataType type, var _) && type.integerBits() > 0
                    || low.type() == DataType.FWP_UNICODE_STRING_TYPE;
            that(sortable && low.type() == fieldType, FwpError.FWP_E_TYPE_MISMATCH, "has a range of " + low.type());
            matches(EnumSet.of(MatchType.RANGE));
            that(ordered(low, high), FwpError.FWP_E_INVALID_RANGE, "has a range whose low end is above its high");
        }

        private static boolean ordered(ConditionValue low, ConditionValue high) {
            return switch (low) {
                case ConditionValue.Number(var _, long from) ->
                    Long.compareUnsigned(from, ((ConditionValue.Number) high).value()) <= 0;
                case ConditionValue.Wide(long from, long fromLow) -> {
                    ConditionValue.Wide to = (ConditionValue.Wide) high;
                    int halves = Long.compareUnsigned(from, to.high());
                    yield halves < 0 || halves == 0 && Long.compareUnsigned(fromLow, to.low()) <= 0;
                }
                case ConditionValue.Blob(String from) -> from.compareTo(((ConditionValue.Blob) high).hex()) <= 0;
                case ConditionValue.Text(var _, String from) ->
                    from.compareTo(((ConditionValue.Text) high).value()) <= 0;
                default -> false;
            };
        }
    }
}
