// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** The catalogue of what every process tells of itself, whatever its role. Public API: dashboards and alerts use these names. */
public enum ProcessMeter {
    /** Gauge. */
    READY("penstock.ready", "1 while the process is ready, as /health/ready says, else 0.");

    /** Key of the tag that every meter has: the role of the process. */
    public static final String ROLE = "role";

    private final String meterName;
    private final String description;

    ProcessMeter(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    /** Counter, timer or gauge. */
    public Meter.Type type() {
        return Meter.Type.GAUGE;
    }

    /** The name under which a registry knows it, with dots. */
    public String meterName() {
        return meterName;
    }

    /** What it means, in a sentence or two. */
    public String description() {
        return description;
    }

    /** Keys of its tags. */
    public List<String> tags() {
        return List.of(ROLE);
    }

    /** Registers it; it reads what is so when somebody looks. */
    void gauge(MeterRegistry registry, String role, Supplier<Number> value) {
        Gauge.builder(meterName, value).description(description).tag(ROLE, role).register(registry);
    }
}
