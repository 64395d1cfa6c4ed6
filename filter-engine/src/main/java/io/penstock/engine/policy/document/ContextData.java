// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns a part of a document into plain values, for a callout that knows what they mean. */
final class ContextData {
    /** Only what cannot be meant as text: no leading zeros and no exponents, or bytes in hex would turn into numbers. */
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,17}");

    private ContextData() {}

    /** Members in the order of the document; values are maps, lists, strings, longs, doubles, booleans or null. */
    static Map<String, Object> of(Node.Mapping mapping) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Node.Member member : mapping.members()) {
            data.put(member.key().text(), value(member.value()));
        }
        return Collections.unmodifiableMap(data);
    }

    private static Object value(Node node) {
        return switch (node) {
            case Node.Mapping mapping -> of(mapping);
            case Node.Sequence list -> items(list);
            case Node.Scalar scalar -> scalar.plain() ? plain(scalar) : scalar.text();
        };
    }

    private static List<Object> items(Node.Sequence list) {
        List<Object> items = new ArrayList<>();
        list.items().forEach(item -> items.add(value(item)));
        return Collections.unmodifiableList(items);
    }

    private static Object plain(Node.Scalar scalar) {
        String text = scalar.text();
        if (scalar.isNull()) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        if (INTEGER.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        return DECIMAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }
}
