// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Registers, in band, callouts whose code is here. */
public final class CalloutRegistrar {
    private CalloutRegistrar() {}

    /** Registers callouts, ordered, with the policy's deadline. Topic and group of the out-of-band ones must be there. */
    public static void register(ControlWriter control, Collection<Callout> callouts) {
        List<CalloutToRegister> changes = callouts.stream()
                .map(callout -> new CalloutToRegister(
                        callout.key(), callout.mode() == CalloutMode.OUT_OF_BAND, true, true, Duration.ZERO))
                .toList();
        if (!changes.isEmpty()) {
            control.register(changes);
        }
    }
}
