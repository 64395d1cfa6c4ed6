// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.policy.DiscardReason;
import org.apache.kafka.streams.KafkaStreams;

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
    void add(ClassifyMeter counter, long amount);

    /** So many packets were discarded for a reason: Penstock's own where there is one, else WFP's. */
    default void discarded(DiscardReason reason, long packets) {}

    /** So many packets were discarded at a layer; {@code none} where no layer has dropped them. */
    default void discardedAt(String layerKey, long packets) {}

    /** Something has come to a stage, so many milliseconds after it began. */
    default void stage(ClassifyStage stage, long millis) {}

    /** There is such a callout in this process. */
    default void callout(String calloutKey) {}

    /** There is such a callout, and it is registered out of band. */
    default void registered(String calloutKey) {}

    /**
     * An instance is about to start.
     *
     * @return to be run when it has ended
     */
    default Runnable watch(KafkaStreams streams, TaskBoard tasks) {
        return () -> {};
    }

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
