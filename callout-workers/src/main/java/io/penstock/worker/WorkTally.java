// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.util.concurrent.atomic.LongAdder;

/** Keeps the counts that a worker tells of itself, and hands all counts on. Thread-safe. */
final class WorkTally implements WorkerMetrics {
    private final WorkerMetrics metrics;
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    WorkTally(WorkerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void add(WorkerMeter counter, long amount) {
        if (counter == WorkerMeter.COMPLETED) {
            completed.add(amount);
        } else if (counter == WorkerMeter.FAILED) {
            failed.add(amount);
        }
        metrics.add(counter, amount);
    }

    @Override
    public void reached(WorkerStage stage, long nanos) {
        metrics.reached(stage, nanos);
    }

    /** Completions that Kafka has. */
    long completed() {
        return completed.sum();
    }

    /** Failures among them. */
    long failed() {
        return failed.sum();
    }
}
