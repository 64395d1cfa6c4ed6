// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the texts of events: numbers, times, addresses, application ids (spec 9.3, 9.4). Nothing here throws. */
final class EventText {
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern POWERSHELL = Pattern.compile("\\\\?/Date\\((-?\\d{1,15})\\)\\\\?/");
    private static final long NANOS = 1_000_000_000L;
    private static final int UNSET_YEAR = 1601;

    private EventText() {}

    /** An unsigned number, decimal or in hex behind {@code 0x}, of at most so many bits; up to 63. */
    static OptionalLong number(String text, int bits) {
        try {
            boolean hex = text.regionMatches(true, 0, "0x", 0, 2);
            long value = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            boolean fits = Character.isLetterOrDigit(text.charAt(hex ? 2 : 0)) && value >= 0 && value >>> bits == 0;
            return fits ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException | StringIndexOutOfBoundsException none) {
            return OptionalLong.empty();
        }
    }

    static OptionalInt integer(String text, int bits) {
        OptionalLong number = number(text, bits);
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    /** {@code -} and nothing are how events say that there is none. */
    static boolean isNone(String text) {
        return text.isEmpty() || text.equals("-");
    }

    /**
     * Nanoseconds since 1970: ISO 8601 with an offset, or without one for UTC, with a blank for the {@code T} if need be; or PowerShell's {@code
     * /Date(milliseconds)/}. Empty for anything else, and for 1601, which says that there is no time.
     */
    static OptionalLong nanos(String text) {
        Matcher milliseconds = POWERSHELL.matcher(text);
        try {
            Instant time;
            if (milliseconds.matches()) {
                time = Instant.ofEpochMilli(Long.parseLong(milliseconds.group(1)));
            } else {
                String iso = text.replace(' ', 'T');
                time = hasOffset(iso)
                        ? OffsetDateTime.parse(iso).toInstant()
                        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            }
            if (time.atOffset(ZoneOffset.UTC).getYear() == UNSET_YEAR) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), (long) time.getNano()));
        } catch (DateTimeException | ArithmeticException | NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    static boolean hasOffset(String time) {
        int clock = Math.max(time.indexOf('T'), time.indexOf(' '));
        return clock >= 0
                && (time.endsWith("Z")
                        || time.endsWith("z")
                        || time.indexOf('+', clock) >= 0
                        || time.indexOf('-', clock) >= 0);
    }

    /** An address of either version, dotted, in groups, or an IPv4 address as one decimal number; no name is ever looked up. */
    static Optional<InetAddress> address(String text) {
        int scope = text.indexOf('%');
        String plain = scope < 0 ? text : text.substring(0, scope);
        boolean number = !plain.isEmpty() && plain.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number && !DOTTED.matcher(plain).matches() && plain.indexOf(':') < 0 || plain.length() > 45) {
            return Optional.empty();
        }
        try {
            return Optional.of(number ? Inet4Address.ofLiteral(plain) : InetAddress.ofLiteral(plain));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** 4 or 6. */
    static int version(InetAddress address) {
        return address instanceof Inet4Address ? 4 : 6;
    }

    /** An application id's path out of its bytes in hex, UTF-16LE with a NUL at the end (spec 3.2). */
    static Optional<String> path(String hex) {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length % 2 != 0) {
                return Optional.empty();
            }
            String path = new String(bytes, StandardCharsets.UTF_16LE);
            return Optional.of(path.endsWith("\0") ? path.substring(0, path.length() - 1) : path);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** A MAC address as 48 bits: twelve hex digits, with colons or hyphens or without. */
    static OptionalLong mac(String text) {
        String digits = text.replace(":", "").replace("-", "");
        if (digits.length() != 12) {
            return OptionalLong.empty();
        }
        return number("0x" + digits, 48);
    }

    /** {@code true} or 1. */
    static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
