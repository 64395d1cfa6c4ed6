// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The catalogue of the agents' meters, all agents of a process together: captured = published + dropped + in flight. None has a tag. Public API: dashboards and
 * alerts use these names.
 */
public enum AgentMeter {
    /** Counter. */
    CAPTURED(
            Meter.Type.COUNTER,
            "penstock.agent.captured",
            "packets",
            "Packets read that were handed to the producer or given up."),
    /** Counter. */
    PUBLISHED(Meter.Type.COUNTER, "penstock.agent.published", "packets", "Packets that the brokers have acknowledged."),
    /** Counter. */
    DROPPED(
            Meter.Type.COUNTER,
            "penstock.agent.dropped",
            "packets",
            "Packets read that the brokers did not take: loss, unless the run is resumed by its incarnation."),
    /** Counter. */
    MALFORMED(Meter.Type.COUNTER, "penstock.agent.malformed", "packets", "Malformed packets among the published."),
    /** Counter. */
    WIRE_BYTES(Meter.Type.COUNTER, "penstock.agent.wire", "bytes", "Lengths on the wire of the published packets."),
    /** Counter. */
    RECORDS(Meter.Type.COUNTER, "penstock.agent.records", "records", "Records sent, status reports not counted."),
    /** Counter. */
    RECORD_BYTES(Meter.Type.COUNTER, "penstock.agent.record", "bytes", "Bytes of these records before compression."),
    /** Timer. */
    PUBLISH_TIME(
            Meter.Type.TIMER,
            "penstock.agent.publish.time",
            null,
            "From the first packet of a record to the brokers' acknowledgement; once a record."),
    /** Gauge. */
    IN_FLIGHT(
            Meter.Type.GAUGE,
            "penstock.agent.in.flight",
            "packets",
            "Packets sent that the brokers have neither acknowledged nor refused."),
    /** Gauge. */
    IMBALANCE(
            Meter.Type.GAUGE,
            "penstock.agent.imbalance",
            null,
            "By how many packets those read exceed those published, dropped, in flight and waiting for their record to"
                    + " fill. Anything but 0 is a bug.");

    private final Meter.Type type;
    private final String meterName;
    private final String unit;
    private final String description;

    AgentMeter(Meter.Type type, String meterName, String unit, String description) {
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

    /** What is counted; null for times, which registries give in their own unit, and for plain numbers. */
    public String unit() {
        return unit;
    }

    /** What it means, in a sentence or two. */
    public String description() {
        return description;
    }

    /** Registers it, or finds it. */
    Counter counter(MeterRegistry registry) {
        return Counter.builder(meterName)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    /** As {@link #counter}, with upper bounds of its buckets. */
    Timer timer(MeterRegistry registry, Duration... buckets) {
        return Timer.builder(meterName)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** As {@link #counter}; it reads what is so when somebody looks. */
    void gauge(MeterRegistry registry, Supplier<Number> value) {
        Gauge.builder(meterName, value).description(description).baseUnit(unit).register(registry);
    }
}
