// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.Producer;

/** Counts and measures in a Micrometer registry, everything at zero from the start. Thread-safe. */
final class RegisteredMetrics implements AgentMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final Map<AgentMeter, Counter> counters = new EnumMap<>(AgentMeter.class);
    private final Timer publishTime;
    private final List<Supplier<AgentBalance>> books = new CopyOnWriteArrayList<>();

    RegisteredMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (AgentMeter meter : AgentMeter.values()) {
            if (meter.type() == Meter.Type.COUNTER) {
                counters.put(meter, meter.counter(registry));
            }
        }
        publishTime = AgentMeter.PUBLISH_TIME.timer(registry, BUCKETS);
        AgentMeter.IN_FLIGHT.gauge(registry, () -> sum(AgentBalance::inFlight));
        AgentMeter.IMBALANCE.gauge(registry, () -> sum(AgentBalance::imbalance));
    }

    private long sum(ToLongFunction<AgentBalance> of) {
        return books.stream().map(Supplier::get).mapToLong(of).sum();
    }

    @Override
    public void add(AgentMeter counter, long amount) {
        counters.get(counter).increment(amount);
    }

    @Override
    public void published(long nanos) {
        publishTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void begun(Supplier<AgentBalance> agent) {
        books.add(agent);
    }

    @Override
    public Runnable connected(Producer<?, ?> producer) {
        KafkaClientMetrics kafka = new KafkaClientMetrics(producer);
        kafka.bindTo(registry);
        return kafka::close;
    }
}
