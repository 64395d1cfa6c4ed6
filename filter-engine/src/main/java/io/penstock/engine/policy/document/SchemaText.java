// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a JSON Schema as text that a person can read and a diff can follow: members in their order, long lists of names filled into lines. */
final class SchemaText {
    private static final int WIDTH = 120;

    private final StringBuilder out = new StringBuilder();

    private SchemaText() {}

    static String of(Map<?, ?> schema) {
        SchemaText text = new SchemaText();
        text.value(schema, 0);
        return text.out.append('\n').toString();
    }

    private void value(Object value, int depth) {
        String line = flat(value);
        boolean fits = line.length() + 2 * depth <= WIDTH && depth > 1;
        switch (value) {
            case Map<?, ?> members when !fits && !members.isEmpty() -> mapping(members, depth);
            case List<?> items when !fits && items.stream().noneMatch(SchemaText::isNested) -> filled(items, depth);
            case List<?> items when !fits -> items(items, depth);
            case null, default -> out.append(line);
        }
    }

    private static boolean isNested(Object value) {
        return value instanceof Map || value instanceof List;
    }

    private void mapping(Map<?, ?> members, int depth) {
        String before = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(before);
            begin(depth + 1);
            out.append(quoted(member.getKey().toString())).append(": ");
            value(member.getValue(), depth + 1);
            before = ",";
        }
        begin(depth);
        out.append('}');
    }

    private void items(List<?> items, int depth) {
        String before = "[";
        for (Object item : items) {
            out.append(before);
            begin(depth + 1);
            value(item, depth + 1);
            before = ",";
        }
        begin(depth);
        out.append(']');
    }

    private void filled(List<?> items, int depth) {
        out.append('[');
        int column = WIDTH;
        for (int i = 0; i < items.size(); i++) {
            String item = flat(items.get(i)) + (i + 1 < items.size() ? "," : "");
            if (column + 1 + item.length() > WIDTH) {
                begin(depth + 1);
                column = 2 * (depth + 1);
            } else {
                out.append(' ');
                column++;
            }
            out.append(item);
            column += item.length();
        }
        begin(depth);
        out.append(']');
    }

    private void begin(int depth) {
        out.append('\n').append("  ".repeat(depth));
    }

    private static String flat(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> members -> {
                List<String> parts = new ArrayList<>();
                members.forEach((key, member) -> parts.add(quoted(key.toString()) + ": " + flat(member)));
                yield "{" + String.join(", ", parts) + "}";
            }
            case List<?> items ->
                "[" + String.join(", ", items.stream().map(SchemaText::flat).toList()) + "]";
            case String text -> quoted(text);
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
