// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/**
 * Stands beside every call of an inline callout, so that whoever has a clock can measure it (spec 10 G4). The engine acts on nothing it does: no
 * verdict may depend on a clock. Called by the engine's thread; calls do not nest. Must not throw.
 */
public interface CalloutObserver {
    /** Observes nothing. */
    CalloutObserver NONE = new CalloutObserver() {
        @Override
        public void before(String calloutKey) {}

        @Override
        public void after(String calloutKey) {}
    };

    /** The callout's {@code classifyFn} is called now. */
    void before(String calloutKey);

    /** It has returned, or thrown. */
    void after(String calloutKey);
}
