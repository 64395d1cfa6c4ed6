// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.Sid;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Reads one condition value, typed by its field in its layer (spec 3.2). A bare word takes the field's type; {@code {type: FWP_…, …: …}} as exports
 * have it names its own, which must be the field's or one of the mixes that WFP allows.
 */
final class ValueReader {
    /** Members of a value that carries its type. */
    static final List<String> KEYS = List.of(
            "type",
            "value",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "byteArray16",
            "byteArray6",
            "byteBlob",
            "unicodeString",
            "sid",
            "sd",
            "v4AddrMask",
            "v6AddrMask",
            "rangeValue");

    private static final String EMPTY = DataType.FWP_EMPTY.name();
    private final Field field;
    private final DataType type;
    private final ErrorSink errors;

    ValueReader(Field field, DataType type, ErrorSink errors) {
        this.field = field;
        this.type = type;
        this.errors = errors;
    }

    /** The value, or null after telling the sink what is wrong with it. */
    ConditionValue read(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar(scalar, scalar.text().strip());
            case Node.Sequence list -> sequence(list);
            case Node.Mapping typed -> typed(typed);
        };
    }

    private ConditionValue scalar(Node.Scalar at, String text) {
        if (text.equals(EMPTY)) {
            return new ConditionValue.Empty();
        }
        ConditionValue value = at.isNull() ? null : single(text);
        if (value == null) {
            value = at.isNull() ? null : range(text);
        }
        if (value == null) {
            String error = isNetworkOfAddress(text) ? "FWP_E_INVALID_NET_MASK: " : "FWP_E_TYPE_MISMATCH: ";
            errors.add(at, error + at.kind() + " for " + field.key(), expected(), nearest(text));
        }
        return value;
    }

    /** Whether only what stands behind the slash can be wrong. */
    private boolean isNetworkOfAddress(String text) {
        int slash = text.indexOf('/');
        return holdsAddress() && slash > 0 && single(text.substring(0, slash)) != null;
    }

    private String nearest(String text) {
        return NearestName.of(text, ValueNames.of(field).keySet());
    }

    /** Value of a word in the field's type, or null. */
    private ConditionValue single(String text) {
        return switch (type) {
            case FWP_UINT8, FWP_UINT16, FWP_UINT32, FWP_UINT64 -> integer(text);
            case FWP_BYTE_ARRAY6_TYPE -> number(AddressText.mac(text));
            case FWP_BYTE_ARRAY16_TYPE -> holdsAddress() && text.indexOf(':') >= 0 ? v6(text) : AddressText.uuid(text);
            case FWP_BYTE_BLOB_TYPE -> ConditionValue.Blob.of(blob(text));
            case FWP_UNICODE_STRING_TYPE -> new ConditionValue.Text(type, text);
            case FWP_SID -> Sid.isSid(text) ? new ConditionValue.Text(type, text) : null;
            case FWP_TOKEN_INFORMATION_TYPE, FWP_TOKEN_ACCESS_INFORMATION_TYPE -> descriptor(text);
            default -> null;
        };
    }

    private ConditionValue integer(String text) {
        if (holdsAddress() && text.indexOf('.') > 0) {
            int slash = text.indexOf('/');
            return slash < 0
                    ? number(AddressText.v4(text))
                    : v4Mask(text.substring(0, slash), text.substring(slash + 1));
        }
        Long named = ValueNames.number(field, text);
        return named != null
                ? new ConditionValue.Number(type, named)
                : number(NumberText.unsigned(text, type.integerBits()));
    }

    private ConditionValue number(OptionalLong value) {
        return value.isPresent() ? new ConditionValue.Number(type, value.getAsLong()) : null;
    }

    private static ConditionValue v4Mask(String address, String prefixOrMask) {
        OptionalLong base = AddressText.v4(address);
        OptionalLong mask = prefixOrMask.indexOf('.') > 0 ? AddressText.v4(prefixOrMask) : prefixMask(prefixOrMask);
        if (base.isEmpty() || mask.isEmpty()) {
            return null;
        }
        return new ConditionValue.V4Mask((int) base.getAsLong(), (int) mask.getAsLong());
    }

    private static OptionalLong prefixMask(String text) {
        OptionalLong length = NumberText.unsigned(text, 6);
        return length.isEmpty() || length.getAsLong() > 32
                ? OptionalLong.empty()
                : OptionalLong.of(0xFFFFFFFFL << 32 - length.getAsLong() & 0xFFFFFFFFL);
    }

    private static ConditionValue v6(String text) {
        int slash = text.indexOf('/');
        ConditionValue.Wide address = AddressText.v6(slash < 0 ? text : text.substring(0, slash));
        if (address == null || slash < 0) {
            return address;
        }
        OptionalLong length = NumberText.unsigned(text.substring(slash + 1), 8);
        return length.isEmpty()
                ? null
                : new ConditionValue.V6Mask(address.high(), address.low(), (int) length.getAsLong());
    }

    /** Text as Windows keeps it in blobs: UTF-16LE, NUL-terminated; application ids in lower case (spec 3.2). */
    private byte[] blob(String text) {
        String kept = field.key().endsWith("_APP_ID") ? text.toLowerCase(Locale.ROOT) : text;
        return (kept + '\0').getBytes(StandardCharsets.UTF_16LE);
    }

    private static ConditionValue descriptor(String text) {
        boolean sddl = text.matches("(?s)[OGDS]:.*");
        return sddl ? new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, text) : null;
    }

    /** {@code low-high}, both in the field's type. */
    private ConditionValue range(String text) {
        int dash = text.indexOf('-');
        boolean ordered = type.integerBits() > 0 || type == DataType.FWP_BYTE_ARRAY16_TYPE;
        if (!ordered || dash <= 0) {
            return null;
        }
        ConditionValue low = single(text.substring(0, dash).strip());
        ConditionValue high = single(text.substring(dash + 1).strip());
        return low == null || high == null ? null : new ConditionValue.Range(low, high);
    }

    /** Low and high of a range, or names of flags to be taken together. */
    private ConditionValue sequence(Node.Sequence list) {
        if (field.key().endsWith("FLAGS") || field.key().endsWith("_REASON")) {
            return flags(list);
        }
        if (list.items().size() != 2) {
            errors.add(
                    list,
                    "list of " + list.items().size() + " values",
                    "[low, high]; alternatives are conditions of their own");
            return null;
        }
        ConditionValue low = read(list.items().get(0));
        ConditionValue high = read(list.items().get(1));
        return low == null || high == null ? null : new ConditionValue.Range(low, high);
    }

    private ConditionValue flags(Node.Sequence list) {
        long bits = 0;
        for (Node item : list.items()) {
            if (!(read(item) instanceof ConditionValue.Number(var _, long bit))) {
                return null;
            }
            bits |= bit;
        }
        return new ConditionValue.Number(type, bits);
    }

    private ConditionValue typed(Node.Mapping mapping) {
        Members members = Members.of(mapping, "condition value", KEYS, errors).orElseThrow();
        String named = members.requiredText("type").orElse("");
        if (named.equals(EMPTY)) {
            return new ConditionValue.Empty();
        }
        if (!named.isEmpty() && !allowed().contains(named)) {
            errors.add(
                    members.place("type"),
                    "FWP_E_TYPE_MISMATCH: type '" + named + "' for " + field.key(),
                    String.join(", ", allowed()),
                    NearestName.of(named, allowed()));
            return null;
        }
        Node value = KEYS.stream()
                .skip(1)
                .map(members::get)
                .filter(n -> n != null)
                .findFirst()
                .orElse(null);
        if (value == null || named.isEmpty()) {
            errors.add(
                    mapping,
                    "condition value without its value",
                    "type and value, for example {type: FWP_UINT16, uint16: 53}");
            return null;
        }
        return typedValue(named, value);
    }

    private ConditionValue typedValue(String named, Node value) {
        return switch (value) {
            case Node.Mapping parts when named.equals("FWP_V4_ADDR_MASK") -> mask(parts, "mask");
            case Node.Mapping parts when named.equals("FWP_V6_ADDR_MASK") -> mask(parts, "prefixLength");
            case Node.Mapping parts when named.equals("FWP_RANGE_TYPE") -> rangeParts(parts);
            case Node.Mapping parts when named.equals("FWP_BYTE_BLOB_TYPE") -> blobParts(parts);
            case Node.Mapping parts -> {
                errors.add(parts, "a mapping as the value of " + named, expected());
                yield null;
            }
            default -> read(value);
        };
    }

    private ConditionValue mask(Node.Mapping parts, String second) {
        Members members = Members.of(parts, "address mask", List.of("addr", second), errors)
                .orElseThrow();
        String address = members.requiredText("addr").orElse(null);
        String length = members.requiredText(second).orElse(null);
        if (address == null || length == null) {
            return null;
        }
        ConditionValue mask = single(address + "/" + length);
        if (mask == null) {
            errors.add(
                    parts,
                    "FWP_E_INVALID_NET_MASK: " + address + "/" + length,
                    "an address and a contiguous mask or prefix length");
        }
        return mask;
    }

    private ConditionValue rangeParts(Node.Mapping parts) {
        Members members = Members.of(parts, "range", List.of("valueLow", "valueHigh"), errors)
                .orElseThrow();
        ConditionValue low = members.required("valueLow").map(this::read).orElse(null);
        ConditionValue high = members.required("valueHigh").map(this::read).orElse(null);
        return low == null || high == null ? null : new ConditionValue.Range(low, high);
    }

    private ConditionValue blobParts(Node.Mapping parts) {
        Members members =
                Members.of(parts, "blob", List.of("data", "asString"), errors).orElseThrow();
        String hex = members.required("data").orElse(null) instanceof Node.Scalar data
                ? data.text().strip()
                : null;
        if (hex == null || !hex.matches("([0-9A-Fa-f]{2})*")) {
            errors.add(members.place("data"), "blob data that is not hex", "an even number of hex digits");
            return null;
        }
        return ConditionValue.Blob.of(HexFormat.of().parseHex(hex));
    }

    private boolean holdsAddress() {
        return holdsAddress(field);
    }

    /** Whether numbers of the field may be written as addresses. */
    static boolean holdsAddress(Field field) {
        return field.key().contains("_ADDRESS") || field.key().contains("_RESERVED");
    }

    private List<String> allowed() {
        return allowed(field, type);
    }

    /** Type names that a condition on a field of this type may have (spec 3.2, allowed mixes). */
    static List<String> allowed(Field field, DataType type) {
        return switch (type) {
            case FWP_UINT32 ->
                holdsAddress(field)
                        ? List.of(type.name(), "FWP_V4_ADDR_MASK", "FWP_RANGE_TYPE", EMPTY)
                        : List.of(type.name(), "FWP_RANGE_TYPE", EMPTY);
            case FWP_BYTE_ARRAY16_TYPE ->
                holdsAddress(field)
                        ? List.of(type.name(), "FWP_V6_ADDR_MASK", "FWP_RANGE_TYPE", EMPTY)
                        : List.of(type.name(), "FWP_RANGE_TYPE", EMPTY);
            case FWP_UINT8, FWP_UINT16, FWP_UINT64, FWP_BYTE_BLOB_TYPE, FWP_UNICODE_STRING_TYPE ->
                List.of(type.name(), "FWP_RANGE_TYPE", EMPTY);
            case FWP_TOKEN_INFORMATION_TYPE, FWP_TOKEN_ACCESS_INFORMATION_TYPE ->
                List.of("FWP_SECURITY_DESCRIPTOR_TYPE", EMPTY);
            default -> List.of(type.name(), EMPTY);
        };
    }

    /** What a person may write for this field. */
    private String expected() {
        String named = ValueNames.of(field).isEmpty() ? "" : " or a name";
        return switch (type) {
            case FWP_UINT8 -> "FWP_UINT8, 0..255" + named;
            case FWP_UINT16 -> "FWP_UINT16, 0..65535" + named;
            case FWP_UINT32 ->
                holdsAddress() ? "FWP_UINT32, an IPv4 address, network or range" : "FWP_UINT32, 0..4294967295" + named;
            case FWP_UINT64 -> "FWP_UINT64, 0..18446744073709551615";
            case FWP_BYTE_ARRAY6_TYPE -> "FWP_BYTE_ARRAY6_TYPE, a MAC address like 02:00:00:00:00:01";
            case FWP_BYTE_ARRAY16_TYPE ->
                holdsAddress()
                        ? "FWP_BYTE_ARRAY16_TYPE, an IPv6 address, network or range"
                        : "FWP_BYTE_ARRAY16_TYPE, a GUID";
            case FWP_SID -> "FWP_SID like S-1-5-18";
            case FWP_TOKEN_INFORMATION_TYPE, FWP_TOKEN_ACCESS_INFORMATION_TYPE ->
                "FWP_SECURITY_DESCRIPTOR_TYPE in SDDL like D:(A;;CC;;;WD)";
            default -> type.name();
        };
    }
}
