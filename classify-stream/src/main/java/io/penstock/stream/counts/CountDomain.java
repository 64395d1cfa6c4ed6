// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What is summed and swept together: the discards of one host from one source. The clock of what was captured and that of an imported log have
 * nothing to do with each other, so one may not close the windows of the other.
 *
 * @param host whose traffic
 * @param source the log in which Windows recorded them, empty for Penstock's own
 */
record CountDomain(String host, String source) {
    private static final long OWN_KEPT_NANOS = Duration.ofDays(1).toNanos();
    /** Logs are imported again, and late. */
    private static final long IMPORTED_KEPT_NANOS = Duration.ofDays(365).toNanos();

    boolean isImported() {
        return !source.isEmpty();
    }

    /** How far behind the latest window of the domain a window closes, in nanoseconds of packet time. */
    long keptNanos() {
        return isImported() ? IMPORTED_KEPT_NANOS : OWN_KEPT_NANOS;
    }

    /** The host, and where there is one, NUL and the source. */
    String name() {
        return isImported() ? host + '\0' + source : host;
    }

    /** The length of the name and the name, so that no domain's keys lie among another's. A host's name has no NUL. */
    byte[] prefix() {
        byte[] name = name().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + name.length)
                .putInt(name.length)
                .put(name)
                .array();
    }
}
