// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** What the engine holds ready for a callout that cannot decide at once. Valid during the call only (spec 6.4). */
public interface PendOffer {
    /** Nothing can be pended: in a worker the item is pended already. */
    PendOffer NONE = new PendOffer() {
        @Override
        public PendStatus status(PendFunction function) {
            return PendStatus.CANNOT_PEND;
        }

        @Override
        public CompletionHandle handle() {
            return null;
        }
    };

    /** Whether the item may be put down by this function. */
    PendStatus status(PendFunction function);

    /** The handle that a completion must name, null at layers that have none. */
    CompletionHandle handle();
}
