// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import io.penstock.engine.condition.ConditionFault.Part;
import io.penstock.engine.spec.FwpError;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which conditions may stand in a filter: the one place that decides it, for documents and programs alike (spec 3.1 to 3.4). */
public final class ConditionRules {
    private ConditionRules() {}

    /** What forbids a condition in a layer of this schema, empty if nothing does. The first fault is told: field, value, match type. */
    public static Optional<ConditionFault> fault(FieldSchema schema, Condition condition) {
        Field field = condition.field();
        Optional<DataType> type = schema.typeOf(field);
        if (type.isEmpty()) {
            return fault(
                    FwpError.FWP_E_CONDITION_NOT_FOUND,
                    Part.FIELD,
                    "field '" + field.key() + "'",
                    "a field of the layer's schema");
        }
        return valueFault(field, type.get(), schema.fieldTypeOf(field), condition.value())
                .or(() -> matchFault(condition));
    }

    /** The match types that a value of this type may be used with (spec 3.3). */
    public static Set<MatchType> allowed(DataType type) {
        Set<MatchType> allowed = EnumSet.of(MatchType.EQUAL);
        if (type == DataType.FWP_RANGE_TYPE) {
            return EnumSet.of(MatchType.RANGE);
        }
        if (type.isSortable()) {
            allowed.addAll(EnumSet.of(MatchType.GREATER, MatchType.LESS));
            allowed.addAll(EnumSet.of(MatchType.GREATER_OR_EQUAL, MatchType.LESS_OR_EQUAL, MatchType.NOT_EQUAL));
        }
        if (type.integerBits() > 0 && !type.isSigned()) {
            allowed.addAll(EnumSet.of(MatchType.FLAGS_ALL_SET, MatchType.FLAGS_ANY_SET, MatchType.FLAGS_NONE_SET));
        }
        switch (type) {
            case FWP_SID, FWP_SECURITY_DESCRIPTOR_TYPE, FWP_V4_ADDR_MASK, FWP_V6_ADDR_MASK ->
                allowed.add(MatchType.NOT_EQUAL);
            case FWP_BYTE_BLOB_TYPE -> allowed.addAll(EnumSet.of(MatchType.PREFIX, MatchType.NOT_PREFIX));
            case FWP_UNICODE_STRING_TYPE ->
                allowed.addAll(EnumSet.of(MatchType.PREFIX, MatchType.NOT_PREFIX, MatchType.EQUAL_CASE_INSENSITIVE));
            default -> {}
        }
        return allowed;
    }

    private static Optional<ConditionFault> matchFault(Condition condition) {
        DataType type = condition.value().type();
        Set<MatchType> allowed = allowed(type);
        if (allowed.contains(condition.matchType())) {
            return Optional.empty();
        }
        return fault(
                FwpError.FWP_E_MATCH_TYPE_MISMATCH,
                Part.MATCH_TYPE,
                condition.matchType().key() + " with a value of " + type + " for "
                        + condition.field().key(),
                allowed.stream().map(MatchType::key).collect(Collectors.joining(", ")));
    }

    /** Whether the value is one that the field may be tested with: the engine never converts types (spec 3.2). */
    private static Optional<ConditionFault> valueFault(
            Field field, DataType type, FieldType stands, ConditionValue value) {
        return switch (value) {
            case ConditionValue.Empty() -> Optional.empty();
            case ConditionValue.Range(ConditionValue low, ConditionValue high) -> rangeFault(field, type, low, high);
            case ConditionValue.V4Mask(var _, int mask) ->
                type != DataType.FWP_UINT32 || stands != FieldType.IP_ADDRESS
                        ? mismatch(field, type, value)
                        : maskFault(mask);
            case ConditionValue.V6Mask(var _, var _, int length) ->
                type != DataType.FWP_BYTE_ARRAY16_TYPE || stands != FieldType.IP_ADDRESS
                        ? mismatch(field, type, value)
                        : prefixFault(length);
            case ConditionValue.Text(DataType own, String text)
            when own == DataType.FWP_SECURITY_DESCRIPTOR_TYPE ->
                type.isToken() ? descriptorFault(text) : mismatch(field, type, value);
            case ConditionValue.Number number ->
                number.type() == type ? boundsFault(number) : mismatch(field, type, value);
            default -> value.type() == type ? Optional.empty() : mismatch(field, type, value);
        };
    }

    private static Optional<ConditionFault> mismatch(Field field, DataType type, ConditionValue value) {
        return fault(
                FwpError.FWP_E_TYPE_MISMATCH,
                Part.VALUE,
                "a value of " + value.type() + " for " + field.key(),
                (type.isToken() ? DataType.FWP_SECURITY_DESCRIPTOR_TYPE : type).name());
    }

    private static Optional<ConditionFault> rangeFault(
            Field field, DataType type, ConditionValue low, ConditionValue high) {
        String expected = "two values of the field's type, the lower first";
        if (low.type() != high.type()) {
            return fault(FwpError.FWP_E_INVALID_RANGE, Part.VALUE, low.type() + " to " + high.type(), expected);
        }
        if (low.type() != type || !type.isSortable()) {
            return fault(
                    FwpError.FWP_E_TYPE_MISMATCH,
                    Part.VALUE,
                    "a range of " + low.type() + " for " + field.key(),
                    expected);
        }
        return order(low, high) > 0
                ? fault(FwpError.FWP_E_INVALID_RANGE, Part.VALUE, "low above high", expected)
                : Optional.empty();
    }

    private static int order(ConditionValue low, ConditionValue high) {
        return switch (low) {
            case ConditionValue.Number(DataType type, long from)
            when high instanceof ConditionValue.Number to ->
                type.isSigned() ? Long.compare(from, to.value()) : Long.compareUnsigned(from, to.value());
            case ConditionValue.Wide(long fromHigh, long fromLow)
            when high instanceof ConditionValue.Wide to ->
                fromHigh == to.high()
                        ? Long.compareUnsigned(fromLow, to.low())
                        : Long.compareUnsigned(fromHigh, to.high());
            case ConditionValue.Blob from
            when high instanceof ConditionValue.Blob to -> Arrays.compareUnsigned(from.bytes(), to.bytes());
            case ConditionValue.Text from
            when high instanceof ConditionValue.Text to -> from.value().compareTo(to.value());
            default -> 1;
        };
    }

    private static Optional<ConditionFault> maskFault(int mask) {
        int inverted = ~mask;
        return (inverted & inverted + 1) == 0
                ? Optional.empty()
                : netMask("mask 0x" + Integer.toHexString(mask), "a contiguous mask or a prefix length of 0 to 32");
    }

    private static Optional<ConditionFault> prefixFault(int length) {
        return length >= 0 && length <= 128
                ? Optional.empty()
                : netMask("prefix length " + length, "a prefix length of 0 to 128");
    }

    private static Optional<ConditionFault> netMask(String detail, String expected) {
        return fault(FwpError.FWP_E_INVALID_NET_MASK, Part.VALUE, detail, expected);
    }

    /** What is wrong with a security descriptor's text, empty if nothing is. */
    public static Optional<ConditionFault> descriptorFault(String sddl) {
        try {
            Sddl.parse(sddl);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return fault(FwpError.ERROR_INVALID_SECURITY_DESCR, Part.VALUE, e.getMessage(), "SDDL like D:(A;;CC;;;WD)");
        }
    }

    private static Optional<ConditionFault> boundsFault(ConditionValue.Number number) {
        DataType type = number.type();
        int bits = type == DataType.FWP_BYTE_ARRAY6_TYPE ? 48 : type.integerBits();
        long value = number.value();
        boolean fits = bits == 64 || (type.isSigned() ? value << 64 - bits >> 64 - bits == value : value >>> bits == 0);
        return fits
                ? Optional.empty()
                : fault(
                        FwpError.FWP_E_OUT_OF_BOUNDS,
                        Part.VALUE,
                        value + " as " + type,
                        "a number of " + bits + " bits");
    }

    private static Optional<ConditionFault> fault(FwpError error, Part part, String detail, String expected) {
        return Optional.of(new ConditionFault(error, part, detail, expected));
    }
}
