// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

/** What agents count, all agents of a process together: captured = published + dropped + in flight. Public API: dashboards use these names. */
public enum AgentCounter {
    /** Packets read that were handed to the producer or given up. */
    CAPTURED("penstock.agent.captured", "packets"),
    /** Packets that the brokers have acknowledged. */
    PUBLISHED("penstock.agent.published", "packets"),
    /** Packets read that the brokers did not take. */
    DROPPED("penstock.agent.dropped", "packets"),
    /** Malformed packets among the published. */
    MALFORMED("penstock.agent.malformed", "packets"),
    /** Lengths on the wire of the published packets. */
    WIRE_BYTES("penstock.agent.wire", "bytes"),
    /** Records sent, status reports not counted. */
    RECORDS("penstock.agent.records", "records"),
    /** Bytes of these records before compression. */
    RECORD_BYTES("penstock.agent.record", "bytes");

    private final String meterName;
    private final String unit;

    AgentCounter(String meterName, String unit) {
        this.meterName = meterName;
        this.unit = unit;
    }

    /** Name of the meter, with dots. */
    public String meterName() {
        return meterName;
    }

    /** Unit of the meter. */
    public String unit() {
        return unit;
    }
}
