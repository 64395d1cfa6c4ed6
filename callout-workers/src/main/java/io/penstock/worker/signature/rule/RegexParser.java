// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.worker.signature.rule.RuleText.Part;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code pcre}. */
final class RegexParser {
    /** Flags that look at buffers of application protocols. */
    private static final String APPLICATION_FLAGS = "UVWHDMCPQYSIKT";

    private RegexParser() {}

    static PayloadTest.Regex test(Part spelled) throws RuleSyntaxException {
        boolean negated = spelled.startsWith("!");
        Part value = (negated ? spelled.part(1, spelled.text().length()).trimmed() : spelled).unquoted("a pcre");
        int end = value.text().lastIndexOf('/');
        while (end > 0 && value.text().charAt(end - 1) == '\\') {
            end = value.text().lastIndexOf('/', end - 1);
        }
        if (!value.startsWith("/") || end < 1) {
            throw value.wrong("a pcre stands between slashes");
        }
        Flags flags = flags(value.part(end + 1, value.text().length()));
        Part expression = value.part(1, end);
        try {
            String java = new RegexTranslation(
                            expression.text(), flags.extended, flags.lazy, flags.endOnly && !flags.multiline)
                    .translate();
            return new PayloadTest.Regex(Pattern.compile(java, flags.java), negated, flags.relative, flags.anchored);
        } catch (PatternSyntaxException wrong) {
            throw expression.wrong("the pcre does not compile: " + wrong.getDescription());
        } catch (StackOverflowError deep) {
            throw expression.wrong("the pcre is nested too deeply");
        }
    }

    private record Flags(
            int java,
            boolean multiline,
            boolean extended,
            boolean lazy,
            boolean endOnly,
            boolean relative,
            boolean anchored) {}

    private static Flags flags(Part letters) throws RuleSyntaxException {
        int java = Pattern.UNIX_LINES;
        String text = letters.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 'i' -> java |= Pattern.CASE_INSENSITIVE;
                case 's' -> java |= Pattern.DOTALL;
                case 'm' -> java |= Pattern.MULTILINE;
                case 'x', 'G', 'E', 'R', 'A', 'B', 'O' -> {}
                default -> throw unknown(letters.part(i, text.length()), c);
            }
        }
        boolean multiline = text.indexOf('m') >= 0;
        return new Flags(
                java, multiline, has(text, 'x'), has(text, 'G'), has(text, 'E'), has(text, 'R'), has(text, 'A'));
    }

    private static boolean has(String flags, char flag) {
        return flags.indexOf(flag) >= 0;
    }

    private static RuleSyntaxException unknown(Part at, char flag) {
        boolean application = APPLICATION_FLAGS.indexOf(flag) >= 0;
        return at.wrong("the pcre flag " + flag
                + (application ? " looks at an application protocol, which is not supported" : " is not known"));
    }
}
