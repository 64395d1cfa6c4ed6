// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.FlowContextStatus;
import io.penstock.engine.callout.FlowContexts;
import io.penstock.engine.policy.Layer;

/**
 * The context of an out-of-band callout on a pended item's flow: it came with the pend, and what becomes of it goes back with the completion. Only
 * the layer of the pend can be spoken of. One call.
 */
final class AwayContext implements FlowContexts {
    private final Layer layer;
    private final boolean flowDelete;
    private final long before;
    private long now;

    AwayContext(Layer layer, boolean flowDelete, long before) {
        this.layer = layer;
        this.flowDelete = flowDelete;
        this.before = before;
        now = before;
    }

    /** The context as it stands, 0 none. */
    long context() {
        return now;
    }

    /** The new context, 0 where it is removed; null where it stays as it was. */
    Long change() {
        return now == before ? null : (Long) now;
    }

    @Override
    public FlowContextStatus associate(Layer of, long context) {
        if (of != layer || !layer.hasFlowContext() || context == 0 || !flowDelete) {
            return FlowContextStatus.STATUS_INVALID_PARAMETER;
        }
        if (now != 0) {
            return FlowContextStatus.STATUS_OBJECT_NAME_EXISTS;
        }
        now = context;
        return FlowContextStatus.STATUS_SUCCESS;
    }

    /** The flow is where the item is pended, so that it is gone when the completion has arrived there. */
    @Override
    public FlowContextStatus remove(Layer of) {
        if (of != layer || now == 0) {
            return FlowContextStatus.STATUS_UNSUCCESSFUL;
        }
        now = 0;
        return FlowContextStatus.STATUS_PENDING;
    }
}
