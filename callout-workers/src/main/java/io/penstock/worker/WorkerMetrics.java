// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;

/** Receives what the workers of one callout count and measure. Thread-safe: every instance adds. */
@FunctionalInterface
public interface WorkerMetrics {
    /** Counts nothing. */
    WorkerMetrics NOOP = (counter, amount) -> {};

    /** Adds to a counter; the amount is 0 or more. */
    void add(WorkerMeter counter, long amount);

    /** A pended packet has come to a stage, so many nanoseconds after the one before. */
    default void reached(WorkerStage stage, long nanos) {}

    /**
     * A worker begins; both may be asked at any time, from any thread.
     *
     * @param live whether it has joined its group and has not stopped
     * @param inHand packets taken and not settled yet
     * @return to be run when it ends
     */
    default Runnable begun(BooleanSupplier live, IntSupplier inHand) {
        return () -> {};
    }

    /** A producer of a worker; what is returned is to be run when it is closed. */
    default Runnable connected(Producer<?, ?> producer) {
        return () -> {};
    }

    /** A consumer of a worker; what is returned is to be run when it is closed. */
    default Runnable connected(Consumer<?, ?> consumer) {
        return () -> {};
    }

    /** A share consumer of a worker; what is returned is to be run when it is closed. */
    default Runnable connected(ShareConsumer<?, ?> consumer) {
        return () -> {};
    }

    /** Counts and measures in a registry, tagged with the callout. */
    static WorkerMetrics in(MeterRegistry registry, String calloutKey) {
        return new RegisteredMetrics(registry, calloutKey);
    }
}
