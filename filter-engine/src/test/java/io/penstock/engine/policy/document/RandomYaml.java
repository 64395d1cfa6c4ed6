// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Writes maps, lists and texts in a random mix of YAML's styles: block and flow, on one line and on several, lists indented and not. One thread. */
final class RandomYaml {
    private final RandomGenerator random;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A line.
     *
     * @param isText whether it is inside a text of several lines, where nothing is a comment
     */
    record Line(String text, boolean isText) {}

    private RandomYaml(RandomGenerator random) {
        this.random = random;
    }

    /** A document, and behind its members a text of several lines that looks like comments. */
    static List<Line> document(Map<String, ?> members, RandomGenerator random) {
        RandomYaml yaml = new RandomYaml(random);
        yaml.block(members, 0, "");
        yaml.line("description: " + (random.nextBoolean() ? "|" : ">-"));
        yaml.lines.add(new Line("  # no comment", true));
        yaml.lines.add(new Line("  nor # this", true));
        return yaml.lines;
    }

    private void line(String text) {
        text.lines().forEach(one -> lines.add(new Line(one, false)));
    }

    /**
     * A mapping in block style.
     *
     * @param first what stands on the first line instead of the indentation
     */
    private void block(Map<String, ?> members, int indent, String first) {
        String start = first.isEmpty() ? " ".repeat(indent) : first;
        for (Map.Entry<String, ?> member : members.entrySet()) {
            member(start + member.getKey() + ":", member.getValue(), indent);
            start = " ".repeat(indent);
        }
    }

    private void member(String key, Object value, int indent) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() && random.nextBoolean() -> {
                line(key);
                block(strings(map), indent + 1 + random.nextInt(4), "");
            }
            case List<?> list
            when !list.isEmpty() && random.nextInt(3) > 0 -> {
                line(key);
                block(list, indent + random.nextInt(4));
            }
            case String text
            when random.nextInt(8) == 0 -> {
                line(key);
                line(" ".repeat(indent + 2) + text);
            }
            default -> line(key + " " + flow(value, indent + 2));
        }
    }

    private void block(List<?> items, int indent) {
        String dash = " ".repeat(indent) + "-";
        for (Object item : items) {
            if (item instanceof Map<?, ?> map && random.nextInt(3) > 0) {
                if (random.nextInt(6) == 0) {
                    line(dash);
                    block(strings(map), indent + 2, "");
                } else {
                    block(strings(map), indent + 2, dash + " ");
                }
            } else {
                line(dash + " " + flow(item, indent + 2));
            }
        }
    }

    private String flow(Object value, int indent) {
        String gap = random.nextInt(3) == 0 ? "\n" + " ".repeat(indent) : " ";
        return switch (value) {
            case Map<?, ?> map ->
                "{" + gap
                        + String.join(
                                "," + gap,
                                map.entrySet().stream()
                                        .map(one -> one.getKey() + ":" + gap + flow(one.getValue(), indent + 1))
                                        .toList())
                        + gap + "}";
            case List<?> list ->
                "[" + gap
                        + String.join(
                                gap + "," + gap,
                                list.stream().map(one -> flow(one, indent + 1)).toList())
                        + gap + "]";
            default -> value.toString();
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> strings(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }
}
