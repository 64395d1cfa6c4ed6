// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;

/** A callout that blocks and absorbs whatever it is shown. */
final class Eater implements Callout {
    @Override
    public String key() {
        return "eater";
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        out.block();
        out.absorb();
    }
}
