// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes the tree of a policy document as JSON, members in their order, an object or list of scalars on one line. Numbers of filters that other readers of JSON
 * would round are text, which reads back the same; the data of provider contexts are kept as they are.
 */
final class JsonWriter {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    /** Digits of the integers that every reader of JSON keeps exactly. */
    private static final int EXACT_DIGITS = 15;

    private final StringBuilder out = new StringBuilder();
    private boolean ofContext;

    static String write(Node root) {
        JsonWriter json = new JsonWriter();
        json.node(root, 0);
        return json.out.append('\n').toString();
    }

    private void node(Node node, int depth) {
        switch (node) {
            case Node.Scalar scalar -> scalar(scalar);
            case Node.Mapping mapping -> mapping(mapping, depth);
            case Node.Sequence list -> list(list, depth);
        }
    }

    private void mapping(Node.Mapping mapping, int depth) {
        List<Node> values = mapping.members().stream().map(Node.Member::value).toList();
        Iterator<Node.Member> members = mapping.members().iterator();
        around('{', '}', values, depth, () -> {
            Node.Member member = members.next();
            quoted(member.key().text());
            out.append(": ");
            boolean outer = ofContext;
            ofContext |= member.key().text().equals("data");
            node(member.value(), depth + 1);
            ofContext = outer;
        });
    }

    private void list(Node.Sequence list, int depth) {
        Iterator<Node> items = list.items().iterator();
        around('[', ']', list.items(), depth, () -> node(items.next(), depth + 1));
    }

    private void around(char open, char close, List<Node> values, int depth, Runnable next) {
        boolean wide = values.stream().anyMatch(JsonWriter::isNested) || depth == 0;
        out.append(open);
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : wide ? "," : ", ");
            breakLine(wide, depth + 1);
            next.run();
        }
        breakLine(wide && !values.isEmpty(), depth);
        out.append(close);
    }

    private static boolean isNested(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> false;
            case Node.Mapping mapping -> true;
            case Node.Sequence list -> list.items().stream().anyMatch(Node.Mapping.class::isInstance);
        };
    }

    private void breakLine(boolean wide, int depth) {
        if (wide) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void scalar(Node.Scalar scalar) {
        String text = scalar.text();
        boolean number = NUMBER.matcher(text).matches() && (ofContext || text.length() <= EXACT_DIGITS);
        boolean word = text.equals("true") || text.equals("false") || text.equals("null");
        if (scalar.plain() && (number || word)) {
            out.append(text);
        } else {
            quoted(text);
        }
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
