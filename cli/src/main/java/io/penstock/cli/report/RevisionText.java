// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.stream.control.ActivatedRevision;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Spells revisions of a cluster's policy for people. */
public final class RevisionText {
    private static final int SHORT_VERSION = 12;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private RevisionText() {}

    /** The first digits of a version, as screens show it. */
    public static String brief(String version) {
        return version.isEmpty() ? "-" : version.substring(0, SHORT_VERSION);
    }

    /** Number and version: {@code revision 3 (0123456789ab)}; {@code no policy} before the first activation. */
    public static String of(ActivatedRevision revision) {
        return revision.revision() == 0
                ? "no policy"
                : "revision " + revision.revision() + " (" + brief(revision.version()) + ")";
    }

    /** The same with who and when, where that is known. */
    public static String withOrigin(ActivatedRevision revision) {
        if (revision.revision() == 0) {
            return of(revision);
        }
        String who = revision.writer().isEmpty() ? "" : " by " + revision.writer();
        return of(revision) + ", activated" + who + " at " + time(revision.timeMs());
    }

    /** A moment, in UTC. */
    public static String time(long timeMs) {
        return TIME.format(Instant.ofEpochMilli(timeMs));
    }
}
