// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.function.LongSupplier;

/** Measures how long packets take from stage to stage, for the metrics; nothing is ever decided by it. One thread. */
final class StageClock {
    private final LongSupplier nowMs;
    private final ClassifyMetrics metrics;

    /** @param nowMs milliseconds since 1970; not the time of the record, which stands still while that is processed */
    StageClock(LongSupplier nowMs, ClassifyMetrics metrics) {
        this.nowMs = nowMs;
        this.metrics = metrics;
    }

    /** A stage is reached by what began then, milliseconds since 1970. */
    void reached(ClassifyStage stage, long beganMs) {
        metrics.stage(stage, nowMs.getAsLong() - beganMs);
    }
}
