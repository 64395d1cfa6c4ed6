// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as a page shows them: UTC, nine digits behind the second, so that text sorts as time does. */
final class TimeText {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.nnnnnnnnn", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TimeText() {}

    /** A moment, in nanoseconds since 1970. */
    static String of(long nanos) {
        return FORMAT.format(
                Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND)));
    }
}
