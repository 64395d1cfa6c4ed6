// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A callout that remembers which filters it was told of, and takes or refuses them. */
final class NotifiedCallout implements Callout {
    private final String key;
    private final boolean takes;
    private final CalloutMode mode;
    private final Set<CalloutFlag> flags;
    final List<String> told = new ArrayList<>();

    NotifiedCallout(String key, boolean takes) {
        this(key, takes, CalloutMode.INLINE);
    }

    NotifiedCallout(String key, boolean takes, CalloutMode mode, CalloutFlag... flags) {
        this.flags = Set.of(flags);
        this.key = key;
        this.takes = takes;
        this.mode = mode;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public CalloutMode mode() {
        return mode;
    }

    @Override
    public Set<CalloutFlag> flags() {
        return flags;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        throw new AssertionError("not asked in these tests");
    }

    @Override
    public boolean notify(Filter filter, boolean added) {
        told.add(added ? "add " + filter.filterKey() : "delete " + filter.name());
        assertThat(filter.filterKey() == null).as("a deletion has no key").isEqualTo(!added);
        return takes;
    }
}
