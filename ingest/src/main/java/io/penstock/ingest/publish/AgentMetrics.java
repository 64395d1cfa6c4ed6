// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** Receives what agents count and measure, a few times for each record. Implementations are thread-safe. */
@FunctionalInterface
public interface AgentMetrics {
    /** Counts nothing. */
    AgentMetrics NOOP = (counter, amount) -> {};

    /** Adds to a counter; the amount is 0 or more. */
    void add(AgentMeter counter, long amount);

    /** A record was acknowledged so many nanoseconds after its first packet came. */
    default void published(long nanos) {}

    /** An agent begins; its books may be asked at any time, from any thread. */
    default void begun(Supplier<AgentBalance> books) {}

    /**
     * A producer is connected.
     *
     * @return to be run when it is closed
     */
    default Runnable connected(Producer<?, ?> producer) {
        return () -> {};
    }

    /** Counts and measures in a registry. */
    static AgentMetrics in(MeterRegistry registry) {
        return new RegisteredMetrics(registry);
    }
}
