// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.policy.DiscardReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/** Counts and measures in a Micrometer registry; whatever has a closed set of tags is there from the start, at zero. Thread-safe. */
final class RegisteredMetrics implements ClassifyMetrics {
    /** In the place of a callout's key where a static filter did what none may. */
    static final String NO_CALLOUT = "none";

    /** Around the budgets of spec 10 G4: 2 ms for all but one in a hundred, 50 ms for each. */
    private static final Duration[] CALLOUT_BUCKETS = {
        Duration.ofNanos(10_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private static final Duration[] STAGE_BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final Map<ClassifyMeter, Counter> counters = new EnumMap<>(ClassifyMeter.class);
    private final Map<DiscardReason, Counter> byReason = new EnumMap<>(DiscardReason.class);
    private final Map<String, Counter> byLayer = new HashMap<>();
    private final Map<ClassifyStage, Timer> stages = new EnumMap<>(ClassifyStage.class);
    private final Map<ContractError, Counter> errorsOfFilters;
    private final Map<String, CalloutMeters> callouts = new ConcurrentHashMap<>();
    private final Set<String> outOfBand = ConcurrentHashMap.newKeySet();
    private volatile TaskBoard board = new TaskBoard();

    private record CalloutMeters(Timer time, Counter absorbed, Map<ContractError, Counter> errors) {}

    RegisteredMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (ClassifyMeter meter : ClassifyMeter.values()) {
            if (meter.type() == Meter.Type.COUNTER && meter.tags().isEmpty()) {
                counters.put(meter, meter.counter(registry));
            }
        }
        for (DiscardReason reason : DiscardReason.values()) {
            byReason.put(reason, ClassifyMeter.DISCARDS.counter(registry, reason.key()));
        }
        for (String layer : ClassifyTag.LAYER.among()) {
            byLayer.put(layer, ClassifyMeter.LAYER_DISCARDS.counter(registry, layer));
        }
        for (ClassifyStage stage : ClassifyStage.values()) {
            stages.put(stage, ClassifyMeter.STAGE_TIME.timer(registry, STAGE_BUCKETS, stage.key()));
        }
        errorsOfFilters = errors(NO_CALLOUT);
    }

    @Override
    public void add(ClassifyMeter counter, long amount) {
        counters.get(counter).increment(amount);
    }

    @Override
    public void discarded(DiscardReason reason, long packets) {
        byReason.get(reason).increment(packets);
    }

    @Override
    public void discardedAt(String layerKey, long packets) {
        byLayer.get(layerKey).increment(packets);
    }

    @Override
    public void stage(ClassifyStage stage, long millis) {
        stages.get(stage).record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    @Override
    public void callout(String calloutKey) {
        of(calloutKey);
    }

    @Override
    public void registered(String calloutKey) {
        callout(calloutKey);
        if (outOfBand.add(calloutKey)) {
            ClassifyMeter.CALLOUT_REGISTERED.gauge(registry, () -> board.isRegistered(calloutKey) ? 1 : 0, calloutKey);
        }
    }

    @Override
    public void calloutTime(String calloutKey, long nanos) {
        of(calloutKey).time.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void absorbed(String calloutKey) {
        of(calloutKey).absorbed.increment();
    }

    @Override
    public void contractError(String calloutKey, ContractError error) {
        Map<ContractError, Counter> errors = calloutKey == null ? errorsOfFilters : of(calloutKey).errors;
        errors.get(error).increment();
    }

    @Override
    public Runnable watch(KafkaStreams streams, TaskBoard tasks) {
        board = tasks;
        return RegisteredGauges.register(registry, streams, tasks);
    }

    private CalloutMeters of(String calloutKey) {
        CalloutMeters known = callouts.get(calloutKey);
        return known != null ? known : callouts.computeIfAbsent(calloutKey, this::meters);
    }

    private CalloutMeters meters(String calloutKey) {
        ClassifyMeter.OPEN_PENDS.gauge(registry, () -> board.open(calloutKey), calloutKey);
        return new CalloutMeters(
                ClassifyMeter.CALLOUT_TIME.timer(registry, CALLOUT_BUCKETS, calloutKey),
                ClassifyMeter.CALLOUT_ABSORBED.counter(registry, calloutKey),
                errors(calloutKey));
    }

    private Map<ContractError, Counter> errors(String calloutKey) {
        Map<ContractError, Counter> errors = new EnumMap<>(ContractError.class);
        for (ContractError error : ContractError.values()) {
            errors.put(error, ClassifyMeter.CALLOUT_CONTRACT_ERRORS.counter(registry, calloutKey, error.key()));
        }
        return errors;
    }
}
