// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;

/** {@link StreamEdit} in workers (spec 7.7): the bytes that a packet brings wait, with the packet, for a worker's completion, which has what takes their place. */
public final class OutOfBandStreamEdit implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-stream-edit-worker";

    private final StreamEdit edit = new StreamEdit();

    /** Made by {@code ServiceLoader}. */
    public OutOfBandStreamEdit() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public boolean editsStreams() {
        return true;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        return edit.check(filter, context);
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        edit.classify(in, out);
    }
}
