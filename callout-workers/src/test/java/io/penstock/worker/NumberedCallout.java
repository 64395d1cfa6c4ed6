// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.PacketRow;

/** Blocks odd packets, permits even ones, after doing what a test asks for. */
record NumberedCallout(String key, Runnable before) implements Callout {
    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        before.run();
        long number = PacketRow.sequence(in.rows(), in.row());
        if (number % 2 == 0) {
            out.permit(in);
        } else {
            out.finding("odd", "number " + number);
            out.block();
        }
    }
}
