// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout.builtin;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;

/**
 * {@code FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP} and its V6 twin: blocks what it is shown at INBOUND_TRANSPORT_DISCARD, so that the stack
 * answers a probe of a closed port with neither reset nor ICMP error (spec 8.1).
 */
final class SilentDrop implements Callout {
    private final String key;

    SilentDrop(String key) {
        this.key = key;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        out.block();
    }
}
