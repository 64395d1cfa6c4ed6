// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * Receives what the topology counts. Implementations are thread-safe: every stream thread adds.
 *
 * <p>Counts are of work done, not of work committed: after a crash a record is processed again and counted again. Books
 * that must balance are read from the topics, read committed.
 */
@FunctionalInterface
public interface ClassifyMetrics {
    /** Counts nothing. */
    ClassifyMetrics NOOP = (counter, amount) -> {};

    /** Adds to a counter; the amount is 0 or more. */
    void add(ClassifyCounter counter, long amount);

    /** Counts in a registry. */
    static ClassifyMetrics in(MeterRegistry registry) {
        Map<ClassifyCounter, Counter> counters = new EnumMap<>(ClassifyCounter.class);
        for (ClassifyCounter counter : ClassifyCounter.values()) {
            counters.put(
                    counter,
                    Counter.builder(counter.meterName())
                            .baseUnit(counter.unit())
                            .register(registry));
        }
        return (counter, amount) -> counters.get(counter).increment(amount);
    }
}
