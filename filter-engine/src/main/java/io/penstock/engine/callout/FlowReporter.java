// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.policy.Layer;

/**
 * A callout that marks flows with a context (spec 5.6), and is asked for a report on each marked flow when nothing more can come of it. That is later than
 * {@link #flowDelete}, which comes with the flow's end: acknowledgements and what is sent again still follow, and belong to the flow.
 */
public interface FlowReporter extends FlowCallout {
    /**
     * A flow that had a context of this callout until it ended has left the flow table. Called once for each such context, where the callout's code runs inline.
     *
     * @param flow as it was last; valid during the call
     * @param layer the layer the context belonged to
     * @param flowContext the context, any 64 bits but 0
     * @return what there is to report, or null
     */
    Finding report(FlowState flow, Layer layer, long flowContext);

    /** Most reporters keep nothing but the mark. */
    @Override
    default void flowDelete(Layer layer, long flowContext) {}
}
