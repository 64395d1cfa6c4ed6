// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Layer;

/** How an item is put down at a layer until its callout decides (spec 6.4). */
public enum PendFunction {
    /** {@code FwpsPendOperation0}: an authorisation waits; its completion leads to another visit. */
    PEND_OPERATION,
    /** {@code FwpsPendClassify0}: a classification waits; the verdict given at completion is final. */
    PEND_CLASSIFY,
    /** Clone, absorb, and inject the clone later. */
    CLONE,
    /** Nothing can be put down here. */
    NONE;

    /** The function of a layer. */
    public static PendFunction of(Layer layer) {
        String named = layer.pendFunction();
        if (named.equals("PEND_OPERATION")) {
            return PEND_OPERATION;
        }
        if (named.equals("PEND_CLASSIFY")) {
            return PEND_CLASSIFY;
        }
        // The stream layer has DEFER; at ALE_FLOW_ESTABLISHED it is too late, at ALE_RESOURCE_RELEASE there is nothing
        // to hold.
        boolean none = layer.isDiscard()
                || layer.family().startsWith("ALE_")
                || layer.family().equals("STREAM");
        return none ? NONE : CLONE;
    }
}
