// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;

/**
 * Code that a filter consults, {@code FWPS_CALLOUT} (spec 5). The same code answers inside the evaluation, in a worker that was sent the pended
 * item, or at once when the past is replayed, so it decides by its arguments alone and has no effect but through {@link ClassifyOut}. An instance
 * is called by one thread at a time.
 */
public interface Callout {
    /** The key that policies name it by. */
    String key();

    default CalloutMode mode() {
        return CalloutMode.INLINE;
    }

    /** Decides one item; what it leaves unwritten stays unwritten (spec 4.3, "abstains"). An exception counts as failed: {@code pend.onTimeout}. */
    void classify(ClassifyIn in, ClassifyOut out);

    /** A filter that names this callout was added or, with {@code added} false, deleted (spec 5.5). False refuses the addition. */
    default boolean notify(Filter filter, boolean added) {
        return true;
    }

    /** A flow on which this callout had set a context has ended (spec 5.6 F5). */
    default void flowDelete(Layer layer, long flowContext) {}
}
