// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** How pended items reach the workers of an out-of-band callout (ARCHITECTURE, "Callouts"). */
public enum CalloutDelivery {
    /** Whichever worker is free takes the next item: nothing of an item stays in a worker once it has answered. */
    SHARED,
    /** All items of a partition of origin, and so of a flow, go to one worker, one after another: the callout keeps state in its process. */
    PARTITIONED
}
