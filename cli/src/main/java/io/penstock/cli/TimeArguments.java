// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.reclassify.TimeRange;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which packets, by capture time. */
final class TimeArguments {
    private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,10}(\\.[0-9]{1,9})?");
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "First moment that is reported: 2026-11-20T10:00:00Z, or seconds since 1970.")
    private String from;

    @Option(names = "--to", paramLabel = "T", description = "First moment that is not reported any more.")
    private String to;

    @Option(
            names = "--lead-in",
            defaultValue = "1h",
            paramLabel = "TIME",
            description = "How long before --from packets are evaluated without being reported, so that flows are known"
                    + " (ms, s, m, h or d; default: 1h).")
    private String leadIn;

    TimeRange range() {
        long start = from == null ? Long.MIN_VALUE : nanos("--from", from);
        long end = to == null ? Long.MAX_VALUE : nanos("--to", to);
        if (start >= end) {
            throw CommandFailure.badInput("--to " + to + ": a time after --from " + from + " expected");
        }
        return new TimeRange(start, end, leadIn());
    }

    private long leadIn() {
        Matcher parts = LENGTH.matcher(leadIn);
        if (!parts.matches()) {
            throw CommandFailure.badInput(
                    "--lead-in " + leadIn + ": a number with ms, s, m, h or d expected, such as 1h");
        }
        long number = Long.parseLong(parts.group(1));
        Duration length = switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        try {
            return length.toNanos();
        } catch (ArithmeticException tooLong) {
            throw CommandFailure.badInput("--lead-in " + leadIn + ": 100000d at most expected");
        }
    }

    private static long nanos(String option, String text) {
        try {
            if (SECONDS.matcher(text).matches()) {
                return new BigDecimal(text).movePointRight(9).longValueExact();
            }
            Instant moment = OffsetDateTime.parse(text).toInstant();
            return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
        } catch (DateTimeException | ArithmeticException wrong) {
            throw CommandFailure.badInput(
                    option + " " + text + ": a time such as 2026-11-20T10:00:00Z, or seconds since 1970, expected");
        }
    }
}
