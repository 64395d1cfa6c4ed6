// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

/** A stage on the way of a pended packet through a worker, by the place to which its time is measured. */
public enum WorkerStage {
    /** From the stamp on a record of pends to the moment when an instance of the callout takes it up, once a record; by two wall clocks. */
    TAKEN("taken"),
    /** The time that the callout takes, reading the pend included. */
    DECIDED("decided"),
    /** From the decision until Kafka has the completion. */
    ANSWERED("answered");

    private final String key;

    WorkerStage(String key) {
        this.key = key;
    }

    /** As metrics spell it. */
    public String key() {
        return key;
    }
}
