// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** What associating or removing a flow context comes to (spec 5.6 F1 to F4). */
public enum FlowContextStatus {
    /** Done; a removal has run {@code flowDeleteFn}. */
    STATUS_SUCCESS,
    /** A classification of the flow is running at the context's layer; {@code flowDeleteFn} runs after it (F4). */
    STATUS_PENDING,
    /**
     * The context is 0, the callout has no {@code flowDeleteFn}, there is no flow (none yet, none any more, or none at such a layer), or the layer
     * keeps no contexts for this flow (F1).
     */
    STATUS_INVALID_PARAMETER,
    /** One stands already: remove it first (F2). */
    STATUS_OBJECT_NAME_EXISTS,
    /** There is none to remove (F4). */
    STATUS_UNSUCCESSFUL
}
