// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.remotePort;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.Filter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What callouts are told of filters at an activation (spec 5.5). */
class FilterNoticesTest {
    private static final String TRANSPORT = "OUTBOUND_TRANSPORT_V4";

    private final List<String> told = new ArrayList<>();
    private final EngineBench bench = new EngineBench();

    /** Writes down what it is told and answers so. */
    private Callout telling(String key, boolean answer) {
        return new Callout() {
            @Override
            public String key() {
                return key;
            }

            @Override
            public void classify(ClassifyIn in, ClassifyOut out) {}

            @Override
            public boolean notify(Filter filter, boolean added) {
                told.add(key + (added ? " + " + filter.filterKey() : " - " + filter.name()));
                assertThat(filter.filterKey() == null)
                        .as("a deletion has no key")
                        .isEqualTo(!added);
                return answer;
            }
        };
    }

    private void switchTo(PolicyRevision before, PolicyRevision now) {
        told.clear();
        bench.engine.activated(before, now);
    }

    private static PolicyRevision revision(PolicySketch policy, long number) {
        return new PolicyRevision(policy.policy(), number);
    }

    @Test
    void shouldTellWhichFiltersComeAndGo() {
        bench.registry.register(CalloutRegistration.of(telling("dpi", true)));
        PolicyRevision none = revision(new PolicySketch(), 1);
        PolicyRevision two =
                revision(new PolicySketch().terminating("a", TRANSPORT, "dpi").inspect("b", TRANSPORT, "dpi"), 2);
        PolicyRevision other = revision(
                new PolicySketch()
                        .block("no", TRANSPORT)
                        .inspect("b", TRANSPORT, "dpi")
                        .inspect("c", TRANSPORT, "dpi"),
                3);

        switchTo(none, two);
        assertThat(told).containsExactly("dpi + a", "dpi + b");
        switchTo(two, other);
        assertThat(told)
                .as("b has another number and weight only where that changed")
                .contains("dpi - a", "dpi + c");
        switchTo(other, none);
        assertThat(told).containsExactly("dpi - b", "dpi - c");
    }

    @Test
    void shouldTellNothingOfFiltersThatStay() {
        bench.registry.register(CalloutRegistration.of(telling("dpi", true)));
        PolicyRevision one = revision(new PolicySketch().terminating("a", TRANSPORT, "dpi"), 1);
        PolicyRevision same =
                revision(new PolicySketch().terminating("a", TRANSPORT, "dpi").block("no", TRANSPORT), 2);
        switchTo(one, same);

        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellAChangedFilterAsDeletedAndAdded() {
        bench.registry.register(CalloutRegistration.of(telling("dpi", true)));
        bench.registry.register(CalloutRegistration.of(telling("other", true)));
        PolicyRevision one = revision(new PolicySketch().terminating("a", TRANSPORT, "dpi"), 1);
        PolicyRevision narrowed = revision(new PolicySketch().terminating("a", TRANSPORT, "dpi", remotePort(80)), 2);
        PolicyRevision moved = revision(new PolicySketch().terminating("a", TRANSPORT, "other"), 3);

        switchTo(one, narrowed);
        assertThat(told).containsExactly("dpi - a", "dpi + a");
        switchTo(narrowed, moved);
        assertThat(told).containsExactly("dpi - a", "other + a");
    }

    @Test
    void shouldTellNoAdditionOfFiltersThatStoodBeforeTheRegistrationButTheirEnd() {
        PolicyRevision one = revision(new PolicySketch().terminating("a", TRANSPORT, "dpi"), 1);
        switchTo(revision(new PolicySketch(), 0), one);
        bench.registry.register(CalloutRegistration.of(telling("dpi", true)));
        assertThat(told).isEmpty();

        switchTo(one, revision(new PolicySketch(), 2));
        assertThat(told).containsExactly("dpi - a");
    }

    @Test
    void shouldNotLetARefusalCancelWhatIsCommitted() {
        bench.registry.register(CalloutRegistration.of(telling("dpi", false)));
        PolicyRevision none = revision(new PolicySketch(), 0);
        PolicyRevision one = revision(new PolicySketch().terminating("a", TRANSPORT, "dpi"), 1);
        List<String> errors = bench.events.contractErrors;

        switchTo(none, one);
        assertThat(errors).containsExactly("- OUTBOUND_TRANSPORT_V4 dpi notification_refused");
        switchTo(one, none);
        assertThat(told).as("deleted all the same").containsExactly("dpi - a");
        assertThat(errors).hasSize(1);
    }

    @Test
    void shouldSucceedWhereACalloutHasNoNotifyFunction() {
        ScriptedCallout plain = ScriptedCallout.inline("dpi", (in, out) -> {});
        Filter filter = new PolicySketch()
                .terminating("a", TRANSPORT, "dpi")
                .policy()
                .filters()
                .getFirst();

        assertThat(plain.notify(filter, true)).isTrue();
        assertThat(plain.notify(filter, false)).isTrue();
    }
}
