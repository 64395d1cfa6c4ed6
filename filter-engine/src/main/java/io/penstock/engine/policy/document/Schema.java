// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a JSON Schema (draft 2020-12) as plain maps, in the order in which they are written. */
final class Schema {
    static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    static final String GUID = "^\\{?[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\\}?$";
    static final String DIGITS = "([0-9]{1,20}|0[xX][0-9A-Fa-f]{1,18})";

    private Schema() {}

    /** A schema of members given in turn: keyword, value. */
    static Map<String, Object> of(Object... members) {
        Map<String, Object> schema = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            schema.put((String) members[i], members[i + 1]);
        }
        return schema;
    }

    static Map<String, Object> ref(String name) {
        return of("$ref", "#/$defs/" + name);
    }

    static Map<String, Object> anyOf(Object... schemas) {
        return of("anyOf", List.of(schemas));
    }

    static Map<String, Object> anyOf(List<?> schemas) {
        return schemas.size() == 1 ? of("allOf", schemas) : of("anyOf", List.copyOf(schemas));
    }

    static Map<String, Object> names(Collection<?> names) {
        return of("enum", List.copyOf(names));
    }

    static Map<String, Object> pattern(String pattern) {
        return of("type", "string", "pattern", pattern);
    }

    /** What a member may also be without a word: the reader takes it for absent. */
    static Map<String, Object> nothing() {
        return of("type", "null");
    }

    static Map<String, Object> orNothing(Map<String, Object> schema) {
        return anyOf(schema, nothing());
    }

    static Map<String, Object> list(Map<String, Object> items) {
        return of("type", "array", "items", items);
    }

    static Map<String, Object> oneOrMany(Map<String, Object> item) {
        return anyOf(item, list(item));
    }

    /** The highest unsigned number of so many bits. */
    static BigInteger most(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    /** An unsigned number, as one or as text, decimal or {@code 0x…}. What is text may be too large: only the reader tells. */
    static Map<String, Object> unsigned(int bits) {
        return anyOf(of("type", "integer", "minimum", 0, "maximum", most(bits)), pattern("^\\s*" + DIGITS + "\\s*$"));
    }

    /**
     * An object with exactly these keys: the reader's own list, so that a key that the reader takes and the schema does not cannot come to be.
     *
     * @param required keys that must be there
     * @param properties schema of each key
     * @throws IllegalStateException if the keys of both differ
     */
    static Map<String, Object> object(List<String> keys, List<String> required, Map<String, Object> properties) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String key : keys) {
            ordered.put(key, properties.get(key));
        }
        if (ordered.containsValue(null) || !ordered.keySet().equals(properties.keySet())) {
            throw new IllegalStateException("keys " + keys + " are described as " + properties.keySet());
        }
        Map<String, Object> schema = of("type", "object", "properties", ordered, "additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** The same with a text for people first. */
    static Map<String, Object> described(String description, Map<String, Object> schema) {
        Map<String, Object> described = of("description", description);
        described.putAll(schema);
        return described;
    }

    /** Every name, and every name without its prefix. */
    static List<String> withoutPrefix(Collection<String> names, String prefix) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> all.add(name.substring(prefix.length())));
        all.addAll(names);
        return all;
    }
}
