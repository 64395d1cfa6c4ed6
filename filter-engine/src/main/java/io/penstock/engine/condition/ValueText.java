// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import io.penstock.engine.packet.IpAddressText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A value as a person reads it: addresses as addresses, flags in hex, blobs that hold text as that text (spec 3.2).
 *
 * @param type the value's type; {@code FWP_EMPTY} for an empty field
 * @param text the value; {@code FWP_EMPTY} for an empty field
 */
public record ValueText(DataType type, String text) {
    private static final ValueText EMPTY = new ValueText(DataType.FWP_EMPTY, DataType.FWP_EMPTY.name());

    /** What a field holds. */
    static ValueText of(FieldSchema schema, Field field, FieldValues values) {
        DataType type = schema.typeOf(field).orElse(DataType.FWP_EMPTY);
        if (values.isEmpty(field) || type == DataType.FWP_EMPTY) {
            return EMPTY;
        }
        FieldType stands = schema.fieldTypeOf(field);
        String text = switch (values.object(field)) {
            case null ->
                type == DataType.FWP_BYTE_ARRAY16_TYPE
                        ? wide(stands, values.highHalf(field), values.number(field))
                        : number(stands, type, values.number(field));
            case byte[] bytes -> blob(bytes);
            case TokenInformation token
            when type == DataType.FWP_SID -> token.user().text();
            case Object other -> other.toString();
        };
        return new ValueText(type, text);
    }

    /** What a condition tests a field with. */
    public static ValueText of(FieldSchema schema, Field field, ConditionValue value) {
        return new ValueText(value.type(), text(schema.fieldTypeOf(field), value));
    }

    private static String text(FieldType stands, ConditionValue value) {
        return switch (value) {
            case ConditionValue.Empty() -> EMPTY.text;
            case ConditionValue.Number(DataType type, long number) -> number(stands, type, number);
            case ConditionValue.Wide(long high, long low) -> wide(stands, high, low);
            case ConditionValue.V4Mask(int address, int mask) ->
                IpAddressText.v4(address) + "/" + Integer.bitCount(mask);
            case ConditionValue.V6Mask(long high, long low, int length) -> IpAddressText.v6(high, low) + "/" + length;
            case ConditionValue.Range(ConditionValue low, ConditionValue high) ->
                text(stands, low) + " to " + text(stands, high);
            case ConditionValue.Blob blob -> blob(blob.bytes());
            case ConditionValue.Text(var _, String text) -> text;
            case ConditionValue.Carried(var _, String text) -> text;
        };
    }

    private static String number(FieldType stands, DataType type, long number) {
        if (type == DataType.FWP_BYTE_ARRAY6_TYPE) {
            return HexFormat.of().toHexDigits(number, 12).replaceAll("(..)(?=.)", "$1:");
        }
        return switch (stands) {
            case IP_ADDRESS -> IpAddressText.v4((int) number);
            case FLAGS -> "0x" + Long.toHexString(number);
            case RAW_DATA -> type.isSigned() ? Long.toString(number) : Long.toUnsignedString(number);
        };
    }

    private static String wide(FieldType stands, long high, long low) {
        return stands == FieldType.IP_ADDRESS
                ? IpAddressText.v6(high, low)
                : String.format(Locale.ROOT, "%016x%016x", high, low);
    }

    /** Application ids and other text stand in blobs as UTF-16LE, mostly NUL-terminated; anything else is shown in hex. */
    private static String blob(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_16LE);
        String shown = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        boolean readable = bytes.length % 2 == 0 && shown.chars().allMatch(ValueText::isReadable);
        return readable ? shown : HexFormat.of().formatHex(bytes);
    }

    /** Letters and signs below the ideographs, among which two arbitrary bytes would mostly fall. */
    private static boolean isReadable(int c) {
        return c >= ' ' && c < 0x2000 && !Character.isISOControl(c);
    }

    @Override
    public String toString() {
        return text;
    }
}
