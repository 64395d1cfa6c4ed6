// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;

/** {@link AddressTranslation} in workers (spec 6.2, out-of-band modification): what it translates is pended, and the worker's completion has the clone. */
public final class OutOfBandTranslation implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-nat-worker";

    private final AddressTranslation translation = new AddressTranslation();

    /** Made by {@code ServiceLoader}. */
    public OutOfBandTranslation() {}

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
        return translation.check(filter, context);
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        translation.classify(in, out);
    }
}
