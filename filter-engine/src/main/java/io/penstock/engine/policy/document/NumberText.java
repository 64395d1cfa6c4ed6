// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers, times and sizes as documents spell them. */
final class NumberText {
    private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

    private NumberText() {}

    /** An unsigned number of at most so many bits, decimal or {@code 0x…}; empty if it is none or does not fit. */
    static OptionalLong unsigned(String text, int bits) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        String digits = hex ? text.substring(2) : text;
        if (digits.isEmpty() || digits.length() > 20 || !isDigits(digits, hex ? 16 : 10)) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseUnsignedLong(digits, hex ? 16 : 10);
            return bits == 64 || value >>> bits == 0 ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static boolean isDigits(String text, int radix) {
        return text.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
    }

    /** A time with its unit: {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}; null if it is none. */
    static Duration duration(String text) {
        Matcher m = WITH_UNIT.matcher(text);
        if (!m.matches()) {
            return null;
        }
        long millis = switch (m.group(2)) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        };
        long count = Long.parseLong(m.group(1));
        return millis == 0 || count > Integer.MAX_VALUE ? null : Duration.ofMillis(count * millis);
    }

    /** A time as {@link #duration} reads it, in the largest unit that divides it. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 3_600_000 == 0 && millis > 0) {
            return millis / 3_600_000 + "h";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** A number of bytes, plain or with {@code KiB}, {@code MiB}, {@code GiB}; empty if it is none. */
    static OptionalLong bytes(String text) {
        Matcher m = WITH_UNIT.matcher(text);
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        int shift = switch (m.group(2)) {
            case "" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> -1;
        };
        long count = Long.parseLong(m.group(1));
        return shift < 0 || count > Long.MAX_VALUE >> shift ? OptionalLong.empty() : OptionalLong.of(count << shift);
    }
}
