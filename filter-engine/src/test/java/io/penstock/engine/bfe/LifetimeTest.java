// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.block;
import static io.penstock.engine.bfe.BfeSketch.callout;
import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.has;
import static io.penstock.engine.bfe.BfeSketch.owned;
import static io.penstock.engine.bfe.BfeSketch.provider;
import static io.penstock.engine.bfe.BfeSketch.refused;
import static io.penstock.engine.bfe.BfeSketch.sublayer;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Spec 1.5 and 1.6. */
class LifetimeTest {
    private static final Layer CONNECT = Layer.byKey(BfeSketch.CONNECT).orElseThrow();

    private final BfeSketch sketch = new BfeSketch();
    private final BfeSession session = sketch.open("s");

    /** The table of spec 1.6: who may refer to whom. Providers "a" and "b" own what their names begin with. */
    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of("dynamic", "dynamic", true),
                Arguments.of("dynamic", "dynamic of another", false),
                Arguments.of("dynamic", "static", true),
                Arguments.of("dynamic", "persistent", true),
                Arguments.of("dynamic", "FWPM_SUBLAYER_UNIVERSAL", true),
                Arguments.of("static", "dynamic", false),
                Arguments.of("static", "static", true),
                Arguments.of("static", "persistent", true),
                Arguments.of("static", "b persistent", true),
                Arguments.of("static", "FWPM_SUBLAYER_UNIVERSAL", true),
                Arguments.of("persistent", "dynamic", false),
                Arguments.of("persistent", "static", false),
                Arguments.of("persistent", "persistent", true),
                Arguments.of("persistent", "a persistent", true),
                Arguments.of("persistent", "b persistent", false),
                Arguments.of("persistent", "FWPM_SUBLAYER_UNIVERSAL", true),
                Arguments.of("boot-time", "static", false),
                Arguments.of("boot-time", "a persistent", true),
                Arguments.of("boot-time", "b persistent", false),
                Arguments.of("boot-time", "FWPM_SUBLAYER_UNIVERSAL", true));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @MethodSource("references")
    void shouldLetNothingReferToWhatMayLiveShorter(String from, String to, boolean allowed) {
        BfeSession dynamic = sketch.dynamic("d");
        session.add(provider("a", null, ObjectFlag.PERSISTENT));
        session.add(provider("b", null, ObjectFlag.PERSISTENT));
        dynamic.add(sublayer("dynamic", 1));
        sketch.dynamic("e").add(sublayer("dynamic of another", 1));
        session.add(sublayer("static", 1));
        session.add(sublayer("persistent", 1, ObjectFlag.PERSISTENT));
        session.add(owned(sublayer("a persistent", 1, ObjectFlag.PERSISTENT), "a"));
        session.add(owned(sublayer("b persistent", 1, ObjectFlag.PERSISTENT), "b"));
        FilterFlag[] flags = switch (from) {
            case "persistent" -> new FilterFlag[] {FilterFlag.PERSISTENT};
            case "boot-time" -> new FilterFlag[] {FilterFlag.BOOTTIME};
            default -> new FilterFlag[0];
        };
        BfeSession adder = from.equals("dynamic") ? dynamic : session;
        FwpmObject referrer = owned(filter("f").flags(flags).sublayer(to).block(), "a");
        if (allowed) {
            adder.add(referrer);
        } else {
            refused(FwpError.FWP_E_LIFETIME_MISMATCH, () -> adder.add(referrer));
        }
    }

    @Test
    void shouldLetABootTimeFilterReferToAnyPersistentCallout() {
        session.add(provider("b", null, ObjectFlag.PERSISTENT));
        session.add(owned(callout("c", ObjectFlag.PERSISTENT), "b"));
        session.add(filter("f").flags(FilterFlag.BOOTTIME).action(ActionType.CALLOUT_UNKNOWN, "c"));
        refused(
                FwpError.FWP_E_LIFETIME_MISMATCH,
                () -> session.add(filter("g").flags(FilterFlag.PERSISTENT).action(ActionType.CALLOUT_UNKNOWN, "c")));
    }

    @Test
    void shouldReleaseWhatADeletedObjectReferredTo() {
        session.add(sublayer("s", 1));
        session.add(filter("f").sublayer("s").block());
        session.add(filter("g").sublayer("s").block());
        session.delete(ObjectKind.FILTER, "f");
        refused(FwpError.FWP_E_IN_USE, () -> session.delete(ObjectKind.SUBLAYER, "s"));
        session.deleteFilter(session.get(ObjectKind.FILTER, "g").luid());
        session.delete(ObjectKind.SUBLAYER, "s");
        assertThat(has(session, ObjectKind.SUBLAYER, "s")).isFalse();
    }

    @Test
    void shouldRefuseADynamicSessionWhatWouldOutliveIt() {
        BfeSession dynamic = sketch.dynamic("d");
        refused(FwpError.FWP_E_INVALID_FLAGS, () -> dynamic.add(sublayer("s", 1, ObjectFlag.PERSISTENT)));
        refused(
                FwpError.FWP_E_INVALID_FLAGS,
                () -> dynamic.add(filter("f").flags(FilterFlag.BOOTTIME).block()));
    }

    @Test
    void shouldKeepOnlyPersistentObjectsAndBootTimeFiltersThroughAStart() {
        session.add(sublayer("static", 1));
        session.add(sublayer("persistent", 1, ObjectFlag.PERSISTENT));
        session.add(block("static"));
        StoredObject kept = session.add(filter("persistent")
                .flags(FilterFlag.PERSISTENT)
                .sublayer("persistent")
                .block());
        session.add(filter("boot").flags(FilterFlag.BOOTTIME).block());
        long last = sketch.engine.current().revision();
        BfeSketch next = restarted(service -> true);
        BfeSession later = next.open("later");
        assertThat(next.engine.current().revision()).isEqualTo(last + 1);
        assertThat(next.filters()).containsExactly("persistent", "boot");
        assertThat(has(later, ObjectKind.SUBLAYER, "static")).isFalse();
        assertThat(later.get(ObjectKind.FILTER, "persistent")).isEqualTo(kept);
        refused(FwpError.FWP_E_IN_USE, () -> later.delete(ObjectKind.SUBLAYER, "persistent"));
        assertThat(later.add(block("new")).luid()).isGreaterThan(kept.luid());
    }

    @Test
    @SpecRule("11 C13")
    void shouldDisableOnlyFiltersOfProvidersWhoseServiceDoesNotStart() {
        session.add(provider("nobody", null, ObjectFlag.PERSISTENT));
        session.add(provider("started", "auto", ObjectFlag.PERSISTENT));
        session.add(provider("manual", "manual", ObjectFlag.PERSISTENT));
        for (String owner : new String[] {"nobody", "started", "manual"}) {
            session.add(owned(filter("of " + owner).flags(FilterFlag.PERSISTENT).block(), owner));
        }
        session.add(filter("of none").flags(FilterFlag.PERSISTENT).block());
        BfeSketch next = restarted(service -> service.equals("auto"));
        Policy policy = next.engine.current().policy();
        assertThat(policy.filters())
                .filteredOn(filter -> filter.flags().contains(FilterFlag.DISABLED))
                .extracting(Filter::filterKey)
                .containsExactly("of manual");
        assertThat(policy.compiled(CONNECT).sublayers().getFirst().filters())
                .extracting(compiled -> compiled.filter().filterKey())
                .containsExactly("of nobody", "of started", "of none");
        BfeSession later = next.open("later");
        assertThat(later.get(ObjectKind.PROVIDER, "manual").disabled()).isTrue();
        assertThat(later.get(ObjectKind.PROVIDER, "nobody").disabled()).isFalse();
    }

    @Test
    @SpecRule("11 P27")
    void shouldCarryBootTimeFiltersThatTakeNoPart() {
        session.add(filter("boot").flags(FilterFlag.BOOTTIME).block());
        Policy policy = sketch.engine.current().policy();
        assertThat(policy.filters()).hasSize(1);
        assertThat(policy.compiled(CONNECT).isEmpty()).isTrue();
    }

    @Test
    @SpecRule("11 P27")
    void shouldHaveNoFiltersBeforeTheFirstCommit() {
        assertThat(sketch.engine.current().policy().version()).isEqualTo(Policy.NONE.version());
    }

    private BfeSketch restarted(Predicate<String> serviceStarts) {
        return new BfeSketch(with -> with.survivors(
                sketch.engine.survivors(),
                serviceStarts,
                sketch.engine.current().revision()));
    }
}
