// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The catalogue of a worker's meters, each tagged with the key of its callout. Counts are since the process started; a packet delivered twice counts twice. Public
 * API: dashboards and alerts use these names.
 */
public enum WorkerMeter {
    /** Counter. */
    COMPLETED(
            Meter.Type.COUNTER, "penstock.worker.completed", "completions", "Completions that Kafka has, of any kind."),
    /** Counter. */
    FAILED(
            Meter.Type.COUNTER,
            "penstock.worker.failed",
            "completions",
            "Completions of kind failed among them: the callout threw, the item could not be read, or this was the last"
                    + " delivery."),
    /** Counter. */
    RELEASED(
            Meter.Type.COUNTER,
            "penstock.worker.released",
            "packets",
            "Packets given back for another delivery because of a passing fault."),
    /** Counter. */
    REJECTED(
            Meter.Type.COUNTER,
            "penstock.worker.rejected",
            "records",
            "Records that no worker can read; they went to the dead letters."),
    /** Counter. */
    RENEWED(
            Meter.Type.COUNTER,
            "penstock.worker.renewed",
            "locks",
            "Locks made longer because a decision took its time."),
    /** Counter. */
    FLOWS_ENDED(Meter.Type.COUNTER, "penstock.worker.flows.ended", "flows", "Ends of flows told to the callout."),
    /** Counter. */
    NOTIFICATIONS_REFUSED(
            Meter.Type.COUNTER,
            "penstock.worker.notifications.refused",
            "filters",
            "Filters that the callout would have refused; told after the commit, it cannot."),
    /** Timer, tagged with the stage besides. */
    STAGE_TIME(
            Meter.Type.TIMER,
            "penstock.worker.stage.time",
            null,
            "Time of a pended packet from stage to stage; taken goes by the wall clocks of broker and worker."),
    /** Gauge. */
    LIVE(
            Meter.Type.GAUGE,
            "penstock.worker.live",
            "workers",
            "Workers of this process that have joined their group and have not stopped."),
    /** Gauge. */
    IN_HAND(Meter.Type.GAUGE, "penstock.worker.in.hand", "packets", "Pended packets taken and not settled yet.");

    /** Key of the tag that every meter has: the key of the worker's callout. */
    public static final String CALLOUT = "callout";

    /** Key of the tag that times have besides: {@link WorkerStage#key}. */
    public static final String STAGE = "stage";

    private final Meter.Type type;
    private final String meterName;
    private final String unit;
    private final String description;

    WorkerMeter(Meter.Type type, String meterName, String unit, String description) {
        this.type = type;
        this.meterName = meterName;
        this.unit = unit;
        this.description = description;
    }

    /** Counter, timer or gauge. */
    public Meter.Type type() {
        return type;
    }

    /** The name under which a registry knows it, with dots. */
    public String meterName() {
        return meterName;
    }

    /** What is counted; null for times, which registries give in their own unit. */
    public String unit() {
        return unit;
    }

    /** What it means, in a sentence or two. */
    public String description() {
        return description;
    }

    /** Keys of its tags. */
    public List<String> tags() {
        return type == Meter.Type.TIMER ? List.of(CALLOUT, STAGE) : List.of(CALLOUT);
    }

    /** Registers it for a callout, or finds it. */
    Counter counter(MeterRegistry registry, String calloutKey) {
        return Counter.builder(meterName)
                .description(description)
                .baseUnit(unit)
                .tag(CALLOUT, calloutKey)
                .register(registry);
    }

    /** As {@link #counter}, with upper bounds of its buckets. */
    Timer timer(MeterRegistry registry, String calloutKey, WorkerStage stage, Duration... buckets) {
        return Timer.builder(meterName)
                .description(description)
                .tags(Tags.of(CALLOUT, calloutKey, STAGE, stage.key()))
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** As {@link #counter}; it reads what is so when somebody looks. */
    void gauge(MeterRegistry registry, String calloutKey, Supplier<Number> value) {
        Gauge.builder(meterName, value)
                .description(description)
                .baseUnit(unit)
                .tag(CALLOUT, calloutKey)
                .register(registry);
    }
}
