// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Layer;

/** A callout that may keep contexts on flows: one with a {@code flowDeleteFn} (spec 5.6 F1). */
public interface FlowCallout extends Callout {
    /**
     * A context of this callout is gone: its flow has ended, or it was removed (F4, F5). Called once for each context, maybe without any call of
     * {@link #classify} before. The context need not be removed here (F6).
     *
     * @param layer the layer the context belonged to
     * @param flowContext the context, any 64 bits but 0
     */
    void flowDelete(Layer layer, long flowContext);
}
