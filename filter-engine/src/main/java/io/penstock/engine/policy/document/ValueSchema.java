// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static io.penstock.engine.policy.document.Schema.DIGITS;
import static io.penstock.engine.policy.document.Schema.anyOf;
import static io.penstock.engine.policy.document.Schema.list;
import static io.penstock.engine.policy.document.Schema.names;
import static io.penstock.engine.policy.document.Schema.of;
import static io.penstock.engine.policy.document.Schema.pattern;
import static io.penstock.engine.policy.document.Schema.ref;

import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What condition values may look like, by the field that they stand for. A field may hold another type at another layer; its schema takes what any of
 * them takes, and the reader alone tells an IPv6 address at a layer of IPv4.
 */
final class ValueSchema {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String V4 = OCTET + "(\\." + OCTET + "){3}";
    private static final String V4_LENGTH = "0*([12]?[0-9]|3[0-2])";
    private static final String V6 = "[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*";
    private static final Set<String> PARTS = Set.of("type", "byteBlob", "v4AddrMask", "v6AddrMask", "rangeValue");

    private ValueSchema() {}

    /** Fields that take the same values, by the name of the definition of these values. */
    static Map<String, List<Field>> groups() {
        Map<Map<String, Object>, String> nameOf = new LinkedHashMap<>();
        Map<String, List<Field>> groups = new LinkedHashMap<>();
        for (Field field : Field.all()) {
            if (!types(field).isEmpty()) {
                String name = nameOf.computeIfAbsent(
                        value(field), any -> "value-" + field.key().substring("FWPM_CONDITION_".length()));
                groups.computeIfAbsent(name, any -> new ArrayList<>()).add(field);
            }
        }
        return groups;
    }

    /** The definitions that {@link #groups} names, and those that they refer to. */
    static Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("scalar", of("type", List.of("string", "number", "boolean")));
        definitions.put("typedValue", typed(List.of()));
        groups().forEach((name, fields) -> definitions.put(name, value(fields.getFirst())));
        return definitions;
    }

    private static Set<DataType> types(Field field) {
        return Layer.all().stream()
                .flatMap(layer -> layer.typeOf(field).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DataType.class)));
    }

    private static Map<String, Object> value(Field field) {
        Set<DataType> types = types(field);
        List<Object> forms = new ArrayList<>();
        List<String> known = new ArrayList<>(new TreeSet<>(ValueNames.of(field).keySet()));
        if (!known.isEmpty()) {
            forms.add(names(known));
        }
        types.forEach(type -> forms.addAll(forms(field, type, known)));
        if (isFlags(field)) {
            forms.add(list(anyOf(names(known), ref("scalar"))));
        } else if (types.stream().noneMatch(DataType::isToken)) {
            Map<String, Object> end = anyOf(ref("scalar"), ref("typedValue"));
            forms.add(of("type", "array", "prefixItems", List.of(end, end), "minItems", 2, "maxItems", 2));
        }
        forms.add(of("const", "FWP_EMPTY"));
        if (ValueReader.holdsAddress(field) || field.key().endsWith("_PORT")) {
            forms.add(pattern("^\\s*\\$[A-Za-z]"));
        }
        Set<String> allowed = new TreeSet<>();
        types.forEach(type -> allowed.addAll(ValueReader.allowed(field, type)));
        forms.add(typed(List.copyOf(allowed)));
        return anyOf(forms);
    }

    private static boolean isFlags(Field field) {
        return field.key().endsWith("FLAGS") || field.key().endsWith("_REASON");
    }

    private static List<Map<String, Object>> forms(Field field, DataType type, List<String> known) {
        boolean address = ValueReader.holdsAddress(field);
        return switch (type) {
            case FWP_UINT8, FWP_UINT16, FWP_UINT32, FWP_UINT64 -> {
                String dotted =
                        address && type == DataType.FWP_UINT32 ? "|" + V4 + "(/(" + V4_LENGTH + "|" + V4 + "))?" : "";
                yield List.of(
                        Schema.of("type", "integer", "minimum", 0, "maximum", Schema.most(type.integerBits())),
                        oneOrRange("(" + DIGITS + dotted + anyCase(known) + ")"));
            }
            case FWP_BYTE_ARRAY6_TYPE -> List.of(pattern("^\\s*[0-9A-Fa-f]{2}([:-]?[0-9A-Fa-f]{2}){5}\\s*$"));
            case FWP_BYTE_ARRAY16_TYPE ->
                address
                        ? List.of(oneOrRange(V6 + "(/[0-9]{1,3})?"), pattern("^[{}0-9A-Fa-f-]{32,38}$"))
                        : List.of(pattern("^\\s*[{}0-9A-Fa-f-]{32,38}\\s*$"));
            case FWP_SID -> List.of(pattern("^\\s*S-[0-9]"));
            case FWP_TOKEN_INFORMATION_TYPE, FWP_TOKEN_ACCESS_INFORMATION_TYPE -> List.of(pattern("^\\s*[OGDS]:"));
            default -> List.of(ref("scalar"));
        };
    }

    private static Map<String, Object> oneOrRange(String one) {
        return pattern("^\\s*" + one + "(\\s*-\\s*" + one + ")?\\s*$");
    }

    /** Names in any case, as alternatives of a pattern; those in capitals are flags and exact. */
    private static String anyCase(List<String> known) {
        return known.stream()
                .map(name -> "|"
                        + name.chars()
                                .mapToObj(c -> Character.isLowerCase(c)
                                        ? "[" + (char) c + Character.toString(Character.toUpperCase(c)) + "]"
                                        : Character.toString(c))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    /** A value that carries its type, as exports have it. */
    private static Map<String, Object> typed(List<String> types) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String key : ValueReader.KEYS) {
            properties.put(key, PARTS.contains(key) ? part(key, types) : anyOf(ref("scalar"), of("type", "object")));
        }
        Map<String, Object> typed = Schema.object(ValueReader.KEYS, List.of("type"), properties);
        typed.put("anyOf", List.of(of("properties", of("type", of("const", "FWP_EMPTY"))), of("minProperties", 2)));
        return typed;
    }

    private static Map<String, Object> part(String key, List<String> types) {
        Map<String, Object> scalar = ref("scalar");
        Map<String, Object> end = anyOf(scalar, of("type", "object"));
        return switch (key) {
            case "type" -> types.isEmpty() ? of("type", "string") : names(types);
            case "v4AddrMask" -> pair("addr", "mask", scalar);
            case "v6AddrMask" -> pair("addr", "prefixLength", scalar);
            case "rangeValue" -> pair("valueLow", "valueHigh", end);
            default ->
                Schema.object(List.of("data", "asString"), List.of("data"), of("data", scalar, "asString", scalar));
        };
    }

    private static Map<String, Object> pair(String first, String second, Map<String, Object> each) {
        return Schema.object(List.of(first, second), List.of(first, second), of(first, each, second, each));
    }
}
