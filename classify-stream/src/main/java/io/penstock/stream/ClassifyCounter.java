// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/** The catalogue of the topology's counters: name and meaning. Values count since the process started. */
public enum ClassifyCounter {
    /** Packets whose record was processed, duplicates left out. */
    PACKETS("penstock.classify.packets", "packets"),
    /** Packets at or below the last sequence seen of their agent and incarnation in the partition; dropped. */
    DUPLICATES("penstock.classify.duplicates", "packets"),
    /** Packets whose final fate was permit. */
    PERMITTED("penstock.classify.permitted", "packets"),
    /** Packets whose final fate was block. */
    BLOCKED("penstock.classify.blocked", "packets"),
    /** Packets whose final fate was absorb. */
    ABSORBED("penstock.classify.absorbed", "packets"),
    /** Packets that could not be decoded at the agent. */
    MALFORMED("penstock.classify.malformed", "packets"),
    /** Pends opened. */
    PENDED("penstock.classify.pended", "pends"),
    /** Pends that ended in any way but expiry. */
    COMPLETED("penstock.classify.completed", "pends"),
    /** Pends that ran out of time. */
    EXPIRED("penstock.classify.expired", "pends"),
    /** Completions that found no pend: late, second, or of an aborted transaction. Harmless. */
    ORPHAN_COMPLETIONS("penstock.classify.completions.orphan", "completions"),
    /** Completions whose digest or publish time did not fit their pend; ignored. */
    MISMATCHED_COMPLETIONS("penstock.classify.completions.mismatch", "completions"),
    /** Clones whose flow another partition keeps, sent there. */
    REINJECTED("penstock.classify.reinjected", "clones"),
    /** Callouts' answers that broke their contract or were not heard. */
    CONTRACT_ERRORS("penstock.classify.contract.errors", "answers"),
    /** Packets whose evaluation threw; blocked with PenstockDecodeError. */
    FAILED_PACKETS("penstock.classify.packets.failed", "packets"),
    /** Records that went to the dead letters because they could not be read. */
    UNREADABLE_RECORDS("penstock.classify.records.unreadable", "records"),
    /** Records that went to the dead letters because of a bug. */
    FAILED_RECORDS("penstock.classify.records.failed", "records"),
    /** Times that a bug kept a partition's pends from being expired; tried again after the grace time. */
    FAILED_EXPIRIES("penstock.classify.expiries.failed", "attempts"),
    /** Outputs that were cut or left out because they would not have fitted a record. */
    OVERSIZED_OUTPUTS("penstock.classify.outputs.oversized", "records");

    private final String meterName;
    private final String unit;

    ClassifyCounter(String meterName, String unit) {
        this.meterName = meterName;
        this.unit = unit;
    }

    /** The name under which a registry publishes it. */
    public String meterName() {
        return meterName;
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }
}
