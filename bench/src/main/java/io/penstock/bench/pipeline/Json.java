// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Writes one JSON object. */
final class Json {
    private final StringBuilder out = new StringBuilder("{");

    Json text(String name, String value) {
        name(name);
        out.append('"')
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
        return this;
    }

    Json number(String name, double value) {
        name(name);
        String text = String.format(Locale.ROOT, "%.3f", value);
        out.append(text.endsWith(".000") ? text.substring(0, text.length() - 4) : text);
        return this;
    }

    <T> Json list(String name, List<T> items, BiConsumer<Json, T> writer) {
        name(name);
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            Json item = new Json();
            writer.accept(item, items.get(i));
            out.append(i == 0 ? "\n    " : ",\n    ").append(item.out).append('}');
        }
        out.append("\n  ]");
        return this;
    }

    String end() {
        return out.append("\n}\n").toString();
    }

    private void name(String name) {
        out.append(out.length() == 1 ? "\n  \"" : ",\n  \"").append(name).append("\": ");
    }
}
