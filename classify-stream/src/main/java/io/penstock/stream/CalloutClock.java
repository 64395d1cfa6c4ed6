// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.CalloutObserver;
import java.util.function.LongSupplier;

/** Measures the calls of inline callouts for the metrics. One thread. */
final class CalloutClock implements CalloutObserver {
    private final LongSupplier nanoTime;
    private final ClassifyMetrics metrics;
    private long startNanos;

    CalloutClock(LongSupplier nanoTime, ClassifyMetrics metrics) {
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    @Override
    public void before(String calloutKey) {
        startNanos = nanoTime.getAsLong();
    }

    @Override
    public void after(String calloutKey) {
        metrics.calloutTime(calloutKey, nanoTime.getAsLong() - startNanos);
    }
}
