// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of rules as read: those taken, in order, and those refused. A line that starts with {@code #} is a comment; a backslash at the end of a line
 * continues it. Immutable.
 *
 * @param rules the rules that were understood
 * @param refused the others
 */
public record RuleFile(List<Rule> rules, List<RefusedRule> refused) {
    private static final Pattern SID = Pattern.compile("[;(]\\s*sid\\s*:\\s*(\\d{1,10})\\s*[;)]");

    public RuleFile {
        rules = List.copyOf(rules);
        refused = List.copyOf(refused);
    }

    /** Reads rules. Any bytes give an answer. */
    public static RuleFile read(byte[] bytes) {
        Reading reading = new Reading();
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1);
        StringBuilder rule = new StringBuilder();
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            start = rule.isEmpty() ? i + 1 : start;
            boolean goesOn = line.endsWith("\\") && i + 1 < lines.length;
            rule.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                reading.take(rule.toString(), start);
                rule.setLength(0);
            }
        }
        return new RuleFile(reading.rules, reading.refused);
    }

    private static final class Reading {
        private final List<Rule> rules = new ArrayList<>();
        private final List<RefusedRule> refused = new ArrayList<>();
        private final Map<Long, Integer> lineOf = new HashMap<>();

        void take(String text, int line) {
            String rule = text.strip();
            if (rule.isEmpty() || rule.startsWith("#")) {
                return;
            }
            try {
                Rule read = RuleParser.parse(text, line);
                Integer before = lineOf.putIfAbsent(read.sid(), line);
                if (before != null) {
                    throw new RuleSyntaxException(0, "the sid stands on line " + before + " already");
                }
                rules.add(read);
            } catch (RuleSyntaxException wrong) {
                refused.add(new RefusedRule(line, wrong.index() + 1, sid(text), wrong.getMessage(), rule));
            }
        }

        private static OptionalLong sid(String text) {
            Matcher matcher = SID.matcher(text);
            return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
        }
    }
}
