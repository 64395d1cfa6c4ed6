// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.engine.callout.ContractError;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and measures in a Micrometer registry. Thread-safe. */
final class RegisteredMetrics implements ClassifyMetrics {
    /** Time of each call of an inline callout, by callout: its 99th percentile should stay below the first budget, its maximum below the second. */
    static final String CALLOUT_TIME = "penstock.callout.time";

    /** Items that a callout absorbed, by callout. */
    static final String ABSORBED = "penstock.callout.absorbed";

    /** Answers that broke the contract or were not heard, by callout and error. */
    static final String CONTRACT_ERRORS = "penstock.callout.contract.errors";

    private static final String CALLOUT_TAG = "callout";
    private static final String NO_CALLOUT = "none";
    private static final Duration BUDGET_AT_P99 = Duration.ofMillis(2);
    private static final Duration BUDGET_AT_MOST = Duration.ofMillis(50);

    private final MeterRegistry registry;
    private final Map<ClassifyCounter, Counter> counters = new EnumMap<>(ClassifyCounter.class);
    private final Map<String, Timer> times = new ConcurrentHashMap<>();
    private final Map<String, Counter> absorbed = new ConcurrentHashMap<>();

    RegisteredMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (ClassifyCounter counter : ClassifyCounter.values()) {
            counters.put(
                    counter,
                    Counter.builder(counter.meterName())
                            .baseUnit(counter.unit())
                            .register(registry));
        }
    }

    @Override
    public void add(ClassifyCounter counter, long amount) {
        counters.get(counter).increment(amount);
    }

    @Override
    public void calloutTime(String calloutKey, long nanos) {
        times.computeIfAbsent(calloutKey, this::timer).record(Duration.ofNanos(nanos));
    }

    private Timer timer(String calloutKey) {
        return Timer.builder(CALLOUT_TIME)
                .tag(CALLOUT_TAG, calloutKey)
                .publishPercentiles(0.99)
                .serviceLevelObjectives(BUDGET_AT_P99, BUDGET_AT_MOST)
                .register(registry);
    }

    @Override
    public void absorbed(String calloutKey) {
        absorbed.computeIfAbsent(
                        calloutKey,
                        key -> Counter.builder(ABSORBED)
                                .tag(CALLOUT_TAG, key)
                                .baseUnit("packets")
                                .register(registry))
                .increment();
    }

    @Override
    public void contractError(String calloutKey, ContractError error) {
        Counter.builder(CONTRACT_ERRORS)
                .tag(CALLOUT_TAG, calloutKey == null ? NO_CALLOUT : calloutKey)
                .tag("error", error.key())
                .register(registry)
                .increment();
    }
}
