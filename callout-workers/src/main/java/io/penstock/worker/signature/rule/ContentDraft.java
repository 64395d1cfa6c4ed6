// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.worker.signature.rule.RuleText.Part;
import java.io.ByteArrayOutputStream;

/** A content while its modifiers are read. One thread. */
final class ContentDraft {
    private static final int LONGEST = 4_096;
    private static final String ESCAPED = ":;\\\"";

    private final byte[] pattern;
    private final boolean negated;
    private boolean foldCase;
    private boolean raw;
    private boolean startsWith;
    private boolean endsWith;
    private boolean fast;
    private int offset = PayloadTest.NONE;
    private int depth = PayloadTest.NONE;
    private int distance = PayloadTest.NONE;
    private int within = PayloadTest.NONE;

    private ContentDraft(byte[] pattern, boolean negated) {
        this.pattern = pattern;
        this.negated = negated;
    }

    static ContentDraft of(Part value) throws RuleSyntaxException {
        boolean negated = value.startsWith("!");
        Part spelled = (negated ? value.part(1, value.text().length()).trimmed() : value).unquoted("a content");
        byte[] pattern = bytes(spelled);
        if (pattern.length == 0 || pattern.length > LONGEST) {
            throw spelled.wrong("a content has " + pattern.length + " bytes, 1 to " + LONGEST + " expected");
        }
        return new ContentDraft(pattern, negated);
    }

    private static byte[] bytes(Part part) throws RuleSyntaxException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String text = part.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '|') {
                int end = text.indexOf('|', i + 1);
                if (end < 0) {
                    throw part.part(i, text.length()).wrong("bytes between | and | are not closed");
                }
                hex(part.part(i + 1, end), out);
                i = end;
            } else if (c == '\\') {
                i++;
                if (i == text.length() || ESCAPED.indexOf(text.charAt(i)) < 0) {
                    throw part.part(i - 1, text.length()).wrong("\\ stands before none of : ; \\ \"");
                }
                out.write(text.charAt(i));
            } else if (c == '"') {
                throw part.part(i, text.length()).wrong("a quote in a content must be escaped");
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static void hex(Part part, ByteArrayOutputStream out) throws RuleSyntaxException {
        int high = -1;
        for (int i = 0; i < part.text().length(); i++) {
            char c = part.text().charAt(i);
            if (c == ' ') {
                continue;
            }
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw part.part(i, part.text().length()).wrong("not a hexadecimal digit: " + c);
            }
            if (high < 0) {
                high = digit;
            } else {
                out.write(high << 4 | digit);
                high = -1;
            }
        }
        if (high >= 0 || part.text().isBlank()) {
            throw part.wrong("an even number of hexadecimal digits expected");
        }
    }

    /** Applies a modifier. */
    void modify(RuleText.Option option) throws RuleSyntaxException {
        switch (option.name().text()) {
            case "nocase" -> foldCase = once(option, foldCase);
            case "rawbytes" -> raw = once(option, raw);
            case "startswith" -> startsWith = once(option, startsWith);
            case "endswith" -> endsWith = once(option, endsWith);
            case "fast_pattern" -> fast(option);
            case "offset" -> offset = number(option, offset, 0);
            case "depth" -> depth = number(option, depth, 0);
            case "distance" -> distance = number(option, distance, -65_535);
            case "within" -> within = number(option, within, 0);
            default ->
                throw option.name().wrong("not a modifier: " + option.name().text());
        }
        check(option.name());
    }

    private boolean once(RuleText.Option option, boolean before) throws RuleSyntaxException {
        if (before || option.hasValue()) {
            throw option.name().wrong(option.name().text() + (before ? " is given twice" : " takes no value"));
        }
        return true;
    }

    private void fast(RuleText.Option option) throws RuleSyntaxException {
        if (fast) {
            throw option.name().wrong("fast_pattern is given twice");
        }
        if (option.hasValue() && !option.value().text().equals("only")) {
            String[] parts = option.value().text().split(",", -1);
            for (String part : parts) {
                new Part(part, option.value().at()).trimmed().number("fast_pattern's offset or length", pattern.length);
            }
            if (parts.length != 2) {
                throw option.value().wrong("fast_pattern takes only, or an offset and a length");
            }
        }
        fast = true;
    }

    private static int number(RuleText.Option option, int before, int least) throws RuleSyntaxException {
        String name = option.name().text();
        if (before != PayloadTest.NONE) {
            throw option.name().wrong(name + " is given twice");
        }
        Part value = option.value();
        boolean minus = least < 0 && value.startsWith("-");
        Part digits = minus ? value.part(1, value.text().length()) : value;
        if (!digits.isEmpty() && Character.isLetter(digits.text().charAt(0))) {
            throw value.wrong(name + " from a variable is not supported");
        }
        int number = (int) digits.number(name, 65_535);
        return minus ? -number : number;
    }

    private void check(Part name) throws RuleSyntaxException {
        boolean absolute = offset != PayloadTest.NONE || depth != PayloadTest.NONE;
        boolean relative = distance != PayloadTest.NONE || within != PayloadTest.NONE;
        if (absolute && relative) {
            throw name.wrong("distance and within do not go with offset and depth");
        }
        if (startsWith && (absolute || relative)) {
            throw name.wrong("startswith does not go with a place");
        }
        if (depth != PayloadTest.NONE && depth < pattern.length) {
            throw name.wrong("depth " + depth + " is smaller than the content, which has " + pattern.length + " bytes");
        }
        if (within != PayloadTest.NONE && within < pattern.length) {
            throw name.wrong(
                    "within " + within + " is smaller than the content, which has " + pattern.length + " bytes");
        }
        if (fast && negated && (absolute || relative || startsWith)) {
            throw name.wrong("fast_pattern does not go with a negated content that has a place");
        }
    }

    PayloadTest.Content content() {
        int from = offset == PayloadTest.NONE ? 0 : offset;
        int until = startsWith ? pattern.length : depth == PayloadTest.NONE ? PayloadTest.NONE : from + depth;
        return new PayloadTest.Content(pattern, foldCase, negated, from, until, distance, within, endsWith, fast);
    }
}
