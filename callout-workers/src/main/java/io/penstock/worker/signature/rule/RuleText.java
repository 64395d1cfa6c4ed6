// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

/** A cursor over a rule's text; bytes are characters of ISO 8859-1. One thread. */
final class RuleText {
    private final String text;
    private int at;

    RuleText(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    void skipBlanks() {
        while (!isAtEnd() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** The next word of a rule's header: up to a blank that stands in no brackets. */
    Part word(String what) throws RuleSyntaxException {
        skipBlanks();
        int start = at;
        int open = 0;
        while (!isAtEnd()) {
            char c = text.charAt(at);
            if (open == 0 && (isBlank(c) || c == '(')) {
                break;
            }
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
            at++;
        }
        if (at == start) {
            throw new RuleSyntaxException(start, what + " expected");
        }
        return new Part(text.substring(start, at), start);
    }

    /** The parenthesis before the options. */
    void open() throws RuleSyntaxException {
        skipBlanks();
        if (isAtEnd() || text.charAt(at) != '(') {
            throw new RuleSyntaxException(at, "( before the options expected");
        }
        at++;
    }

    /** Whether no option follows: the closing parenthesis is there, or missing. */
    boolean isClosed() throws RuleSyntaxException {
        skipBlanks();
        if (isAtEnd()) {
            return true;
        }
        if (text.charAt(at) != ')') {
            return false;
        }
        int closing = at++;
        skipBlanks();
        if (!isAtEnd()) {
            throw new RuleSyntaxException(closing, "something follows on the closing )");
        }
        return true;
    }

    /** The next option, up to a semicolon that is not escaped. */
    Option option() throws RuleSyntaxException {
        int start = at;
        int end = start;
        while (end < text.length() && (text.charAt(end) != ';' || text.charAt(end - 1) == '\\')) {
            end++;
        }
        if (end >= text.length()) {
            throw new RuleSyntaxException(start, "an option does not end in ;");
        }
        at = end + 1;
        int colon = start;
        while (colon < end && text.charAt(colon) != ':') {
            colon++;
        }
        Part value = colon == end ? new Part("", end) : new Part(text.substring(colon + 1, end), colon + 1).trimmed();
        return new Option(new Part(text.substring(start, colon), start).trimmed(), value, colon < end);
    }

    /**
     * An option of a rule.
     *
     * @param hasValue whether a colon stood behind its name
     */
    record Option(Part name, Part value, boolean hasValue) {}

    /** A piece of the text and where it starts. */
    record Part(String text, int at) {
        Part trimmed() {
            int start = 0;
            int end = text.length();
            while (start < end && isBlank(text.charAt(start))) {
                start++;
            }
            while (end > start && isBlank(text.charAt(end - 1))) {
                end--;
            }
            return part(start, end);
        }

        Part part(int start, int end) {
            return new Part(text.substring(start, end), at + start);
        }

        boolean isEmpty() {
            return text.isEmpty();
        }

        boolean startsWith(String prefix) {
            return text.startsWith(prefix);
        }

        RuleSyntaxException wrong(String message) {
            return new RuleSyntaxException(at, message);
        }

        /** A decimal number. */
        long number(String what, long most) throws RuleSyntaxException {
            if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw wrong(what + " is no number: " + text);
            }
            long value;
            try {
                value = Long.parseLong(text);
            } catch (NumberFormatException tooLarge) {
                throw wrong(what + " is above " + most);
            }
            if (value > most) {
                throw wrong(what + " is above " + most + ": " + text);
            }
            return value;
        }

        /** What stands between double quotes. */
        Part unquoted(String what) throws RuleSyntaxException {
            if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
                throw wrong(what + " must be in double quotes");
            }
            return part(1, text.length() - 1);
        }
    }
}
