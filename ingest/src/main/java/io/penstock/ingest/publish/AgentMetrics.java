// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Receives what agents count, a few times for each record. Implementations are thread-safe. */
@FunctionalInterface
public interface AgentMetrics {
    /** Counts nothing. */
    AgentMetrics NOOP = (counter, amount) -> {};

    /** Adds to a counter; the amount is 0 or more. */
    void add(AgentCounter counter, long amount);

    /** Counts in a registry. */
    static AgentMetrics in(MeterRegistry registry) {
        Map<AgentCounter, Counter> counters = new EnumMap<>(AgentCounter.class);
        for (AgentCounter counter : AgentCounter.values()) {
            counters.put(
                    counter,
                    Counter.builder(counter.meterName())
                            .baseUnit(counter.unit())
                            .register(registry));
        }
        return (counter, amount) -> counters.get(counter).increment(amount);
    }
}
