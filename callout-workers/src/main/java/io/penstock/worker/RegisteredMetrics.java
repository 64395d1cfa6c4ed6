// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;

/** Counts and measures in a Micrometer registry, everything at zero from the start. Thread-safe. */
final class RegisteredMetrics implements WorkerMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final Map<WorkerMeter, Counter> counters = new EnumMap<>(WorkerMeter.class);
    private final Map<WorkerStage, Timer> stages = new EnumMap<>(WorkerStage.class);
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    private record Running(BooleanSupplier live, IntSupplier inHand) {}

    RegisteredMetrics(MeterRegistry registry, String calloutKey) {
        this.registry = registry;
        for (WorkerMeter meter : WorkerMeter.values()) {
            if (meter.type() == Meter.Type.COUNTER) {
                counters.put(meter, meter.counter(registry, calloutKey));
            }
        }
        for (WorkerStage stage : WorkerStage.values()) {
            stages.put(stage, WorkerMeter.STAGE_TIME.timer(registry, calloutKey, stage, BUCKETS));
        }
        WorkerMeter.LIVE.gauge(registry, calloutKey, this::live);
        WorkerMeter.IN_HAND.gauge(registry, calloutKey, this::inHand);
    }

    private long live() {
        return running.stream().filter(worker -> worker.live.getAsBoolean()).count();
    }

    private int inHand() {
        return running.stream().mapToInt(worker -> worker.inHand.getAsInt()).sum();
    }

    @Override
    public void add(WorkerMeter counter, long amount) {
        counters.get(counter).increment(amount);
    }

    @Override
    public void reached(WorkerStage stage, long nanos) {
        stages.get(stage).record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    @Override
    public Runnable begun(BooleanSupplier live, IntSupplier inHand) {
        Running worker = new Running(live, inHand);
        running.add(worker);
        return () -> running.remove(worker);
    }

    @Override
    public Runnable connected(Producer<?, ?> producer) {
        return bound(new KafkaClientMetrics(producer));
    }

    @Override
    public Runnable connected(Consumer<?, ?> consumer) {
        return bound(new KafkaClientMetrics(consumer));
    }

    @Override
    public Runnable connected(ShareConsumer<?, ?> consumer) {
        return bound(new KafkaClientMetrics(metricsOf(consumer)));
    }

    /** Micrometer's binder knows no share consumers; of a consumer it asks nothing but the metrics, which both have. */
    private static Consumer<?, ?> metricsOf(ShareConsumer<?, ?> shared) {
        return (Consumer<?, ?>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (consumer, asked, with) -> {
                    if (asked.getName().equals("metrics")) {
                        return shared.metrics();
                    }
                    throw new UnsupportedOperationException(asked.toString());
                });
    }

    private Runnable bound(KafkaClientMetrics kafka) {
        kafka.bindTo(registry);
        return kafka::close;
    }
}
