// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a moment as people write it: {@code 2026-03-01T12:00:00Z}, or how long ago it was, {@code 90s}, {@code 15m}, {@code 2h}, {@code 7d}. */
final class Since {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,9})([smhd])");

    private Since() {}

    /**
     * The moment.
     *
     * @param option that names it, for the error
     * @param now the present
     */
    static Instant parse(String option, String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException wrong) {
            throw CommandFailure.badInput(option
                    + ": a time like 2026-03-01T12:00:00Z or how long ago, like 90s, 15m, 2h or 7d, expected, found \""
                    + text + "\"");
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
