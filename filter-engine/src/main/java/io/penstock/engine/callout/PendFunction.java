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
    /** {@code DEFER}: bytes of a stream wait, and with them their packet; a completion decides them (spec 7.3, 7.7). */
    DEFER,
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
        // At ALE_FLOW_ESTABLISHED it is too late, at ALE_RESOURCE_RELEASE there is nothing to hold.
        if (layer.isDiscard() || layer.family().startsWith("ALE_")) {
            return NONE;
        }
        return layer.family().equals("STREAM") ? DEFER : CLONE;
    }
}
