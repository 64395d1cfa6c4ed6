// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.SpecRule;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {
    private static final Layer STREAM = Layer.of(LayerFamily.STREAM, IpVersion.V4);

    static Stream<Arguments> refusals() {
        Sublayer sublayer = new Sublayer("s", 1, 0);
        CalloutObject callout = new CalloutObject("c", "c", List.of(), false);
        ProviderContext context = new ProviderContext("x", "FWPM_GENERAL_CONTEXT", Map.of());
        Condition absent = new Condition(Field.ETHER_TYPE, MatchType.EQUAL, new ConditionValue.Empty());
        return Stream.of(
                refusal("sublayer 's'", FwpError.FWP_E_ALREADY_EXISTS, List.of(sublayer, sublayer)),
                refusal("callout 'c'", FwpError.FWP_E_ALREADY_EXISTS, List.of(callout, callout)),
                refusal("provider context 'x'", FwpError.FWP_E_ALREADY_EXISTS, List.of(context, context)),
                refusal(
                        "filter 'f'",
                        FwpError.FWP_E_ALREADY_EXISTS,
                        List.of(filter(new Action.Block(), null, null), filter(new Action.Block(), null, null))),
                refusal(
                        "callout 'nobody'",
                        FwpError.FWP_E_CALLOUT_NOT_FOUND,
                        List.of(filter(new Action.CalloutUnknown("nobody"), null, null))),
                refusal(
                        "provider context 'none'",
                        FwpError.FWP_E_PROVIDER_CONTEXT_NOT_FOUND,
                        List.of(filter(new Action.Block(), "none", null))),
                refusal(
                        "provider 'acme'",
                        FwpError.FWP_E_PROVIDER_NOT_FOUND,
                        List.of(filter(new Action.Block(), null, "acme"))),
                refusal(
                        "FWPM_CONDITION_ETHER_TYPE",
                        FwpError.FWP_E_CONDITION_NOT_FOUND,
                        List.of(filter(new Action.Block(), null, null, absent))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldRefuseWithTheCodeAndTheObjectsName(String name, FwpError error, List<Object> objects) {
        FwpException refused =
                catchThrowableOfType(FwpException.class, () -> policy(objects).get());
        assertThat(refused.error()).isEqualTo(error);
        assertThat(refused).hasMessageStartingWith(error.name() + ": ").hasMessageContaining(name);
    }

    /** P02: creation order for sublayers, filter id for filters. */
    @Test
    @SpecRule({"11 P02", "4.2 R-TIE"})
    void shouldAskTheOlderFirstWhereWeightsAreEqual() {
        Sublayer younger = new Sublayer("a", 7, 2);
        Sublayer older = new Sublayer("b", 7, 1);
        List<Filter> filters = List.of(at("a", 1, "one"), at("b", 9, "nine"), at("b", 3, "three"), at("b", 4, "four"));
        CompiledLayer compiled = Policy.of(
                        PolicySettings.DEFAULT, List.of(younger, older), List.of(), List.of(), filters)
                .compiled(STREAM);
        assertThat(compiled.sublayers())
                .extracting(s -> s.sublayer().subLayerKey())
                .containsExactly("b", "a");
        assertThat(compiled.sublayers().getFirst().filters())
                .extracting(f -> f.filter().filterKey())
                .containsExactly("three", "four", "nine");
    }

    private static Filter at(String sublayer, long id, String key) {
        return new Filter(id, key, key, STREAM, sublayer, 5, List.of(), new Action.Block(), Set.of(), null);
    }

    private static Filter filter(Action action, String context, String provider, Condition... conditions) {
        return new Filter(
                1, "f", "f", STREAM, Sublayer.UNIVERSAL, 1, List.of(conditions), action, Set.of(), context, provider);
    }

    private static Arguments refusal(String name, FwpError error, List<?> objects) {
        return Arguments.of(name, error, objects);
    }

    private static Supplier<Policy> policy(List<Object> objects) {
        return () -> Policy.of(
                PolicySettings.DEFAULT,
                of(Provider.class, objects),
                of(Sublayer.class, objects),
                of(CalloutObject.class, objects),
                of(ProviderContext.class, objects),
                of(Filter.class, objects));
    }

    private static <T> List<T> of(Class<T> kind, List<Object> objects) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
