// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.redirect;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;

/**
 * {@link Redirector} in workers: each bind or connect is pended (PEND_CLASSIFY, spec 6.4), and the worker's completion has the change. It is asked about what the program
 * asked for; what a heavier callout has made of it before does not travel.
 */
public final class OutOfBandRedirector implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-redirect-worker";

    private final Redirector redirector = new Redirector();

    /** Made by {@code ServiceLoader}. */
    public OutOfBandRedirector() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        return redirector.check(filter, context);
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        redirector.classify(in, out);
    }
}
