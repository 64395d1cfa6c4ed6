// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.worker.signature.rule.HeaderTest.BitMatch;
import io.penstock.worker.signature.rule.RuleText.Part;
import java.util.Optional;

/** Reads tests on headers. */
final class HeaderTestParser {
    private static final String TCP_BITS = "FSRPAUEC";
    private static final String OTHER_TCP_BITS = "......21";
    private static final String FRAGMENT_BITS = "MDR";

    private HeaderTestParser() {}

    /** The test of that name; empty where there is none. */
    static Optional<HeaderTest> test(RuleText.Option option) throws RuleSyntaxException {
        String name = option.name().text();
        switch (name) {
            case "flags", "tcp.flags" -> {
                return Optional.of(flags(option.value()));
            }
            case "fragbits" -> {
                Bits bits = bits(option.value(), FRAGMENT_BITS, FRAGMENT_BITS);
                return Optional.of(new HeaderTest.FragmentBits(bits.bits, bits.match));
            }
            case "sameip" -> {
                return Optional.of(new HeaderTest.SameAddress());
            }
            default -> {
                return number(option, name.equals("tcp.seq") ? "seq" : name.equals("tcp.ack") ? "ack" : name);
            }
        }
    }

    private static Optional<HeaderTest> number(RuleText.Option option, String keyword) throws RuleSyntaxException {
        for (HeaderField field : HeaderField.values()) {
            if (field.keyword().equals(keyword)) {
                return Optional.of(number(field, option.value()));
            }
        }
        return Optional.empty();
    }

    /** Ends of a range do not belong to it. */
    private static HeaderTest.Number number(HeaderField field, Part value) throws RuleSyntaxException {
        String text = value.text();
        for (String between : new String[] {"<>", "-"}) {
            int at = text.indexOf(between);
            if (at > 0) {
                long first = bound(field, value.part(0, at));
                long last = bound(field, value.part(at + between.length(), text.length()));
                if (first + 1 >= last) {
                    throw value.wrong("no value lies between " + first + " and " + last);
                }
                return new HeaderTest.Number(field, first + 1, last - 1, false);
            }
        }
        int sign = 0;
        while (sign < text.length() && "<>=!".indexOf(text.charAt(sign)) >= 0) {
            sign++;
        }
        long number = bound(field, value.part(sign, text.length()));
        return switch (text.substring(0, sign)) {
            case "" -> new HeaderTest.Number(field, number, number, false);
            case "!", "!=" -> new HeaderTest.Number(field, number, number, true);
            case "<" -> new HeaderTest.Number(field, 0, number - 1, false);
            case "<=" -> new HeaderTest.Number(field, 0, number, false);
            case ">" -> new HeaderTest.Number(field, number + 1, field.most(), false);
            case ">=" -> new HeaderTest.Number(field, number, field.most(), false);
            default -> throw value.wrong("a number, <, >, <=, >=, ! or a range expected: " + text);
        };
    }

    private static long bound(HeaderField field, Part part) throws RuleSyntaxException {
        return part.trimmed().number(field.keyword(), field.most());
    }

    private static HeaderTest.Flags flags(Part value) throws RuleSyntaxException {
        int comma = value.text().indexOf(',');
        Bits bits = bits(comma < 0 ? value : value.part(0, comma).trimmed(), TCP_BITS, OTHER_TCP_BITS);
        if (comma < 0) {
            return new HeaderTest.Flags(bits.bits, 0, bits.match);
        }
        Bits ignored = bits(value.part(comma + 1, value.text().length()).trimmed(), TCP_BITS, OTHER_TCP_BITS);
        if (ignored.match != BitMatch.EXACT) {
            throw value.wrong("the bits that do not count take no sign");
        }
        return new HeaderTest.Flags(bits.bits, ignored.bits, bits.match);
    }

    private record Bits(int bits, BitMatch match) {}

    private static Bits bits(Part part, String letters, String others) throws RuleSyntaxException {
        int bits = 0;
        BitMatch match = BitMatch.EXACT;
        boolean any = false;
        for (int i = 0; i < part.text().length(); i++) {
            char c = part.text().charAt(i);
            BitMatch sign = sign(c);
            if (sign != null) {
                if (match != BitMatch.EXACT) {
                    throw part.wrong("one of + * ! at most");
                }
                match = sign;
                continue;
            }
            any = true;
            char upper = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
            int bit = letters.indexOf(upper) >= 0 ? letters.indexOf(upper) : others.indexOf(upper);
            if (bit < 0 && c != '0' || c == '.') {
                throw part.part(i, part.text().length()).wrong("not one of the letters " + letters + ": " + c);
            }
            bits |= bit < 0 ? 0 : 1 << bit;
        }
        if (!any) {
            throw part.wrong("one of the letters " + letters + " expected");
        }
        return new Bits(bits, match);
    }

    private static BitMatch sign(char c) {
        return switch (c) {
            case '+' -> BitMatch.ALL;
            case '*' -> BitMatch.ANY;
            case '!' -> BitMatch.NOT;
            default -> null;
        };
    }
}
