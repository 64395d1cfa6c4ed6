// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.ingest.capture.CaptureSource;
import java.time.Duration;

/**
 * How far to read ahead for inference before making do with what was seen.
 *
 * @param packets most packets held, at least 1
 * @param bytes most bytes of packets held, at least 1
 * @param longestWait longest time that a packet is held on an input that may be slow; zero: as long as it takes
 */
public record LookaheadLimits(int packets, long bytes, Duration longestWait) {
    /** For files: all the packets between the first and the last of a sample, within 64 MiB. */
    public static final LookaheadLimits FILE = new LookaheadLimits(65_536, 64L << 20, Duration.ZERO);

    /** For standard input: the same, and no longer than a second. */
    public static final LookaheadLimits STANDARD_INPUT = new LookaheadLimits(65_536, 64L << 20, Duration.ofSeconds(1));

    public LookaheadLimits {
        if (packets < 1 || bytes < 1 || longestWait.isNegative()) {
            throw new IllegalArgumentException("packets and bytes from 1 and a wait from 0 expected: " + packets + ", "
                    + bytes + ", " + longestWait);
        }
    }

    public static LookaheadLimits of(CaptureSource source) {
        return source.live() ? STANDARD_INPUT : FILE;
    }
}
