// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.engine.callout.ContractError;

/**
 * Receives what the topology counts and measures. Implementations are thread-safe: every stream thread adds.
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

    /** A call of an inline callout took so many nanoseconds. Nothing is ever decided by it (spec 10 G4). */
    default void calloutTime(String calloutKey, long nanos) {}

    /** A callout absorbed an item: no discard, but counted (spec 5.4). */
    default void absorbed(String calloutKey) {}

    /** A callout broke its contract, or was not heard; the key is null where a static filter did what none may. */
    default void contractError(String calloutKey, ContractError error) {}

    /** Counts and measures in a registry. */
    static ClassifyMetrics in(MeterRegistry registry) {
        return new RegisteredMetrics(registry);
    }
}
