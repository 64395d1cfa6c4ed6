// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.regex.PatternSyntaxException;

/**
 * Rewrites an expression of PCRE so that {@code java.util.regex}, with {@code UNIX_LINES}, finds the same in the same characters; what it cannot express is
 * refused. One use, one thread.
 */
final class RegexTranslation {
    private static final String JAVA_ESCAPES = "dDsSwWbBAzZGQEtnrfaehHvVRxckpP0123456789";

    private final String in;
    private final boolean extended;
    private final boolean lazy;
    private final boolean endOnly;
    private final StringBuilder out = new StringBuilder();
    private int at;

    /**
     * @param extended flag x: blanks and comments do not count
     * @param lazy flag G: quantifiers are lazy, and greedy with a question mark
     * @param endOnly flag E: a dollar matches at the very end alone
     */
    RegexTranslation(String in, boolean extended, boolean lazy, boolean endOnly) {
        this.in = in;
        this.extended = extended;
        this.lazy = lazy;
        this.endOnly = endOnly;
    }

    /** @throws PatternSyntaxException if Java has no such expression */
    String translate() {
        while (at < in.length()) {
            char c = in.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> set();
                case '(' -> group();
                case '*', '+', '?' -> {
                    out.append(c);
                    at++;
                    greed();
                }
                case '{' -> counted();
                case '$' -> {
                    out.append(endOnly ? "\\z" : "$");
                    at++;
                }
                default -> plain(c);
            }
        }
        return out.toString();
    }

    private void plain(char c) {
        at++;
        if (extended && c == '#') {
            while (at < in.length() && in.charAt(at) != '\n') {
                at++;
            }
        } else if (extended && (RuleText.isBlank(c) || c == '\f' || c == '\u000b')) {
            return;
        } else {
            literal(c);
        }
    }

    private void literal(char c) {
        if (c >= 128 || c < 32 || c == '}' || c == ']' || c == '&' || c == '#' || c == ' ') {
            out.append(String.format(java.util.Locale.ROOT, "\\x%02x", (int) c));
        } else {
            out.append(c);
        }
    }

    private void group() {
        out.append('(');
        at++;
        if (in.startsWith("?P<", at)) {
            out.append("?<");
            at += 3;
            name('>');
        } else if (in.startsWith("?P=", at)) {
            out.setLength(out.length() - 1);
            at += 3;
            out.append("\\k<");
            name(')');
            out.append('>');
            at++;
        } else if (in.startsWith("?#", at)) {
            out.setLength(out.length() - 1);
            int end = in.indexOf(')', at);
            if (end < 0) {
                throw wrong("a comment is not closed");
            }
            at = end + 1;
        } else if (at + 1 < in.length() && in.charAt(at) == '?') {
            inlineGroup();
        } else if (in.startsWith("*", at)) {
            throw wrong("verbs are not supported");
        }
    }

    private void inlineGroup() {
        char kind = in.charAt(at + 1);
        if (":=!><|".indexOf(kind) < 0 && "imsx-".indexOf(kind) < 0 || kind == '|') {
            throw wrong("groups that start with (?" + kind + " are not supported");
        }
        if ("imsx-".indexOf(kind) >= 0) {
            int end = at + 1;
            while (end < in.length() && "imsx-".indexOf(in.charAt(end)) >= 0) {
                if (in.charAt(end) == 'x') {
                    throw wrong("the flag x inside of an expression is not supported");
                }
                end++;
            }
            out.append(in, at, end);
            at = end;
        } else {
            out.append('?').append(kind);
            at += 2;
            if (kind == '<' && at < in.length() && (in.charAt(at) == '=' || in.charAt(at) == '!')) {
                out.append(in.charAt(at++));
            }
        }
    }

    private void name(char end) {
        while (at < in.length() && in.charAt(at) != end) {
            char c = in.charAt(at++);
            if (c == '_' || c >= 128) {
                throw wrong("group names with other than letters and digits are not supported");
            }
            out.append(c);
        }
        if (at == in.length()) {
            throw wrong("a group's name is not closed");
        }
    }

    /** Braces that are no quantifier stand for themselves. */
    private void counted() {
        int end = in.indexOf('}', at);
        String inner = end < 0 ? "" : in.substring(at + 1, end);
        if (!inner.matches("\\d{1,6}(,\\d{0,6})?")) {
            out.append("\\{");
            at++;
            return;
        }
        out.append('{').append(inner).append('}');
        at = end + 1;
        greed();
    }

    /** Behind a quantifier: which of the two is the greedy one. */
    private void greed() {
        boolean question = at < in.length() && in.charAt(at) == '?';
        boolean plus = at < in.length() && in.charAt(at) == '+';
        if (question || plus) {
            at++;
        }
        if (plus) {
            out.append('+');
        } else if (question != lazy) {
            out.append('?');
        }
    }

    private void escape(boolean inSet) {
        if (at + 1 == in.length()) {
            throw wrong("the expression ends in \\");
        }
        char c = in.charAt(at + 1);
        at += 2;
        if (c == 'x') {
            hex();
        } else if (c == '0') {
            octal();
        } else if (c == 'K' || c == 'X' || c == 'C' || c == 'g' || c == 'N' && !inSet) {
            throw wrong("\\" + c + " is not supported");
        } else if (c == 'Q') {
            quoted();
        } else if (inSet && c == 'b') {
            out.append("\\x08");
        } else if (c < 128 && Character.isLetterOrDigit(c)) {
            if (JAVA_ESCAPES.indexOf(c) < 0) {
                throw wrong("\\" + c + " is not known");
            }
            out.append('\\').append(c);
        } else if (c >= 128 || c < 33) {
            literal(c);
        } else {
            out.append('\\').append(c);
        }
    }

    private void quoted() {
        int end = in.indexOf("\\E", at);
        int stop = end < 0 ? in.length() : end;
        for (; at < stop; at++) {
            out.append(String.format(java.util.Locale.ROOT, "\\x%02x", (int) in.charAt(at)));
        }
        at = end < 0 ? stop : end + 2;
    }

    private void hex() {
        if (at < in.length() && in.charAt(at) == '{') {
            int end = in.indexOf('}', at);
            if (end < 0 || !in.substring(at + 1, end).matches("[0-9a-fA-F]{1,2}")) {
                throw wrong("\\x{} takes one or two hexadecimal digits");
            }
            out.append(
                    String.format(java.util.Locale.ROOT, "\\x%02x", Integer.parseInt(in.substring(at + 1, end), 16)));
            at = end + 1;
            return;
        }
        int value = 0;
        int digits = 0;
        while (digits < 2 && at < in.length() && in.charAt(at) < 128 && Character.digit(in.charAt(at), 16) >= 0) {
            value = value << 4 | Character.digit(in.charAt(at++), 16);
            digits++;
        }
        out.append(String.format(java.util.Locale.ROOT, "\\x%02x", value));
    }

    private void octal() {
        int value = 0;
        int digits = 0;
        while (digits < 2 && at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '7') {
            value = value << 3 | in.charAt(at++) - '0';
            digits++;
        }
        out.append(String.format(java.util.Locale.ROOT, "\\x%02x", value));
    }

    /** A set in brackets. Java gives meanings to {@code [} and {@code &&} in it that PCRE does not. */
    private void set() {
        out.append('[');
        at++;
        if (at < in.length() && in.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        boolean first = true;
        while (at < in.length() && (first || in.charAt(at) != ']')) {
            char c = in.charAt(at);
            first = false;
            if (c == '\\') {
                escape(true);
            } else if (c == '[' && in.startsWith(":", at + 1) && in.indexOf(":]", at + 2) > 0) {
                posix();
            } else {
                at++;
                out.append(c == '-' ? "-" : String.format(java.util.Locale.ROOT, "\\x%02x", (int) c));
            }
        }
        if (at == in.length()) {
            throw wrong("a set in brackets is not closed");
        }
        out.append(']');
        at++;
    }

    private void posix() {
        int end = in.indexOf(":]", at + 2);
        String name = in.substring(at + 2, end);
        boolean not = name.startsWith("^");
        String java = switch (not ? name.substring(1) : name) {
            case "alnum" -> "Alnum";
            case "alpha" -> "Alpha";
            case "ascii" -> "ASCII";
            case "blank" -> "Blank";
            case "cntrl" -> "Cntrl";
            case "digit" -> "Digit";
            case "graph" -> "Graph";
            case "lower" -> "Lower";
            case "print" -> "Print";
            case "punct" -> "Punct";
            case "space" -> "Space";
            case "upper" -> "Upper";
            case "xdigit" -> "XDigit";
            case "word" -> "w";
            default -> throw wrong("the class " + name + " is not known");
        };
        if (java.equals("w")) {
            out.append(not ? "\\W" : "\\w");
        } else {
            out.append(not ? "\\P{" : "\\p{").append(java).append('}');
        }
        at = end + 2;
    }

    private PatternSyntaxException wrong(String what) {
        return new PatternSyntaxException(what, in, at);
    }
}
