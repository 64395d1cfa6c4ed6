// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The rules of the specification that have an id, in its order: {@code rules/spec-rules.csv}. */
final class SpecRules {
    private SpecRules() {}

    /**
     * A rule.
     *
     * @param section where it stands
     * @param id its id there
     * @param about what it is about, in a few words
     */
    record Rule(String section, String id, String about) {
        /** As tests name it. */
        String name() {
            return section + " " + id;
        }
    }

    static List<Rule> read() throws IOException {
        List<Rule> rules = new ArrayList<>();
        try (InputStream in = SpecRules.class.getResourceAsStream("/rules/spec-rules.csv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().skip(1).toList()) {
                String[] cells = line.split(",", 3);
                String about = cells[2].startsWith("\"")
                        ? cells[2].substring(1, cells[2].length() - 1).replace("\"\"", "\"")
                        : cells[2];
                rules.add(new Rule(cells[0], cells[1], about));
            }
        }
        return rules;
    }
}
