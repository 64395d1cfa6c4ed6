// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

/** The catalogue of a worker's counters. Values count since the worker started; a packet delivered twice counts twice. */
public enum WorkerCounter {
    /** Completions that Kafka has, of any kind. */
    COMPLETED("penstock.worker.completed", "completions"),
    /** Completions of kind failed among them: the callout threw, the item could not be read, or this was the last delivery. */
    FAILED("penstock.worker.failed", "completions"),
    /** Packets given back for another delivery because of a passing fault. */
    RELEASED("penstock.worker.released", "packets"),
    /** Records that no worker can read; they went to the dead letters. */
    REJECTED("penstock.worker.rejected", "records"),
    /** Locks made longer because a decision took its time. */
    RENEWED("penstock.worker.renewed", "locks"),
    /** Ends of flows told to the callout. */
    FLOWS_ENDED("penstock.worker.flows.ended", "flows"),
    /** Filters that the callout would have refused; told after the commit, it cannot. */
    NOTIFICATIONS_REFUSED("penstock.worker.notifications.refused", "filters"),
    /** Nanoseconds spent deciding, all instances together. */
    DECIDING("penstock.worker.deciding", "nanoseconds");

    private final String meterName;
    private final String unit;

    WorkerCounter(String meterName, String unit) {
        this.meterName = meterName;
        this.unit = unit;
    }

    /** The name under which a registry publishes it, tagged with the callout. */
    public String meterName() {
        return meterName;
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }
}
