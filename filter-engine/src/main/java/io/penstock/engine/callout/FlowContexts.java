// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Layer;

/** The contexts that the callout being asked has on the item's flow (spec 5.6). Valid during the call only. */
public interface FlowContexts {
    /** There is no flow. */
    FlowContexts NONE = new FlowContexts() {
        @Override
        public FlowContextStatus associate(Layer layer, long context) {
            return FlowContextStatus.STATUS_INVALID_PARAMETER;
        }

        @Override
        public FlowContextStatus remove(Layer layer) {
            return FlowContextStatus.STATUS_INVALID_PARAMETER;
        }
    };

    /**
     * Associates a context with the flow for a layer, which need not be the one that is being classified (F3).
     *
     * @param context any u64 but 0
     */
    FlowContextStatus associate(Layer layer, long context);

    /** Removes the context of a layer. */
    FlowContextStatus remove(Layer layer);
}
