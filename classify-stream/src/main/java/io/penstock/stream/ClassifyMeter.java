// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The catalogue of the topology's meters: counts, times and how things stand. Counts are since the process started, of work done, not of work committed. Public API:
 * dashboards and alerts use these names.
 */
public enum ClassifyMeter {
    PACKETS("penstock.classify.packets", "packets", "Packets whose record was processed, duplicates left out."),
    DUPLICATES(
            "penstock.classify.duplicates",
            "packets",
            "Packets at or below the last sequence seen of their agent and incarnation in the partition; dropped."),
    PERMITTED("penstock.classify.permitted", "packets", "Packets whose final fate was permit."),
    BLOCKED("penstock.classify.blocked", "packets", "Packets whose final fate was block."),
    ABSORBED("penstock.classify.absorbed", "packets", "Packets whose final fate was absorb."),
    MALFORMED("penstock.classify.malformed", "packets", "Packets that could not be decoded at the agent."),
    PENDED("penstock.classify.pended", "pends", "Pends opened."),
    COMPLETED("penstock.classify.completed", "pends", "Pends that ended in any way but expiry."),
    EXPIRED("penstock.classify.expired", "pends", "Pends that ran out of time."),
    ORPHAN_COMPLETIONS(
            "penstock.classify.completions.orphan",
            "completions",
            "Completions that found no pend: late, second, or of an aborted transaction. Harmless."),
    MISMATCHED_COMPLETIONS(
            "penstock.classify.completions.mismatch",
            "completions",
            "Completions whose digest or publish time did not fit their pend; ignored."),
    REINJECTED("penstock.classify.reinjected", "clones", "Clones whose flow another partition keeps, sent there."),
    CONTRACT_ERRORS(
            "penstock.classify.contract.errors",
            "answers",
            "Callouts' answers that broke their contract or were not heard."),
    FAILED_PACKETS(
            "penstock.classify.packets.failed",
            "packets",
            "Packets whose evaluation threw; blocked with PenstockDecodeError."),
    UNREADABLE_RECORDS(
            "penstock.classify.records.unreadable",
            "records",
            "Records that went to the dead letters because they could not be read."),
    FAILED_RECORDS(
            "penstock.classify.records.failed", "records", "Records that went to the dead letters because of a bug."),
    FAILED_EXPIRIES(
            "penstock.classify.expiries.failed",
            "attempts",
            "Times that a bug kept a partition's pends from being expired; tried again after the grace time."),
    OVERSIZED_OUTPUTS(
            "penstock.classify.outputs.oversized",
            "records",
            "Outputs that were cut or left out because they would not have fitted a record."),
    DISCARDS(
            "penstock.classify.discards",
            "packets",
            "Packets discarded, by reason: Penstock's own where there is one, else WFP's.",
            ClassifyTag.REASON),
    LAYER_DISCARDS("penstock.classify.layer.discards", "packets", "Packets discarded, by layer.", ClassifyTag.LAYER),
    CALLOUT_ABSORBED("penstock.callout.absorbed", "packets", "Items that a callout absorbed.", ClassifyTag.CALLOUT),
    CALLOUT_CONTRACT_ERRORS(
            "penstock.callout.contract.errors",
            "answers",
            "Answers that broke the contract or were not heard, by callout and error; callout none is a static filter.",
            ClassifyTag.CALLOUT,
            ClassifyTag.ERROR),
    CALLOUT_TIME(
            Meter.Type.TIMER,
            "penstock.callout.time",
            null,
            "Time of each call of an inline callout: 2 ms at the 99th percentile and 50 ms at most are its budget.",
            ClassifyTag.CALLOUT),
    STAGE_TIME(
            Meter.Type.TIMER,
            "penstock.classify.stage.time",
            null,
            "Time of packets and pends from stage to stage, by the wall clocks of brokers and of this process.",
            ClassifyTag.STAGE),
    CALLOUT_REGISTERED(
            Meter.Type.GAUGE,
            "penstock.callout.registered",
            null,
            "1 where an out-of-band callout is registered in a partition of this process, else 0.",
            ClassifyTag.CALLOUT),
    WAITING(
            Meter.Type.GAUGE,
            "penstock.classify.waiting",
            "packets",
            "Packets that are pended, or held behind a pended one, in the partitions of this process."),
    OPEN_PENDS(
            Meter.Type.GAUGE,
            "penstock.classify.open",
            "pends",
            "Pends that wait for their completion in the partitions of this process.",
            ClassifyTag.CALLOUT),
    TASKS(Meter.Type.GAUGE, "penstock.classify.tasks", "partitions", "Partitions that this process classifies."),
    REVISION(
            Meter.Type.GAUGE,
            "penstock.classify.policy.revision",
            null,
            "The lowest revision of the policy in force in the partitions of this process; 0 before any, or without"
                    + " one."),
    IMBALANCE(
            Meter.Type.GAUGE,
            "penstock.classify.imbalance",
            null,
            "By how much an identity of the books does not come out even, over the tasks of this process, each since"
                    + " it was taken up here. Anything but 0 is a bug.",
            ClassifyTag.IDENTITY);

    private final Meter.Type type;
    private final String meterName;
    private final String unit;
    private final String description;
    private final List<ClassifyTag> tags;

    ClassifyMeter(String meterName, String unit, String description, ClassifyTag... tags) {
        this(Meter.Type.COUNTER, meterName, unit, description, tags);
    }

    ClassifyMeter(Meter.Type type, String meterName, String unit, String description, ClassifyTag... tags) {
        this.type = type;
        this.meterName = meterName;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
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

    /** In this order wherever it is registered. */
    public List<ClassifyTag> tags() {
        return tags;
    }

    /** Registers it, or finds it, with values of its tags in their order. */
    Counter counter(MeterRegistry registry, String... values) {
        return Counter.builder(meterName)
                .description(description)
                .baseUnit(unit)
                .tags(tagged(values))
                .register(registry);
    }

    /** As {@link #counter}, with upper bounds of its buckets. */
    Timer timer(MeterRegistry registry, Duration[] buckets, String... values) {
        return Timer.builder(meterName)
                .description(description)
                .tags(tagged(values))
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** As {@link #counter}; it reads what is so when somebody looks. */
    void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
        Gauge.builder(meterName, value)
                .description(description)
                .baseUnit(unit)
                .tags(tagged(values))
                .register(registry);
    }

    private List<Tag> tagged(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(meterName + " has " + tags.size() + " tags, found " + values.length);
        }
        return IntStream.range(0, values.length)
                .mapToObj(i -> Tag.of(tags.get(i).key(), values[i]))
                .toList();
    }
}
