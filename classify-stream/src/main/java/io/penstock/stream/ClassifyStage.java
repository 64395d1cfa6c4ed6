// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/** A stage on the way of a packet, by the place to which its time is measured (ARCHITECTURE 7). */
public enum ClassifyStage {
    /** From the broker's stamp on a record of packets to the end of its classification; once a record. */
    CLASSIFIED("classified"),
    /** From the broker's stamp on a packet's record to the opening of a pend; once a pend. */
    PENDED("pended"),
    /** From the opening of a pend to its end, expiries left out; once a pend. */
    COMPLETED("completed"),
    /** From the broker's stamp on a packet's record to its verdict, for packets that waited; once a packet. */
    VERDICT("verdict");

    private final String key;

    ClassifyStage(String key) {
        this.key = key;
    }

    /** As metrics spell it. */
    public String key() {
        return key;
    }
}
