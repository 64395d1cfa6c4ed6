// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Receives what workers count. Thread-safe: every instance adds. */
@FunctionalInterface
public interface WorkerMetrics {
    /** Counts nothing. */
    WorkerMetrics NOOP = (counter, amount) -> {};

    /** Adds to a counter; the amount is 0 or more. */
    void add(WorkerCounter counter, long amount);

    /** Counts in a registry, tagged with the callout. */
    static WorkerMetrics in(MeterRegistry registry, String calloutKey) {
        Map<WorkerCounter, Counter> counters = new EnumMap<>(WorkerCounter.class);
        for (WorkerCounter counter : WorkerCounter.values()) {
            counters.put(
                    counter,
                    Counter.builder(counter.meterName())
                            .baseUnit(counter.unit())
                            .tag("callout", calloutKey)
                            .register(registry));
        }
        return (counter, amount) -> counters.get(counter).increment(amount);
    }
}
