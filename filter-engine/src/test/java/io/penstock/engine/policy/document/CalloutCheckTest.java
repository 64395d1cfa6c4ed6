// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Callouts are asked about their configuration when a policy is read, and what they say stands at its place. */
class CalloutCheckTest {
    private static final String POLICY = """
        callouts: [ { calloutKey: mine } ]
        providerContexts:
          - providerContextKey: c
            data:
              rules:
                - { size: 1 }
                - { size: 2 }
        filters:
          - filterKey: f
            layerKey: [FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWPM_LAYER_OUTBOUND_TRANSPORT_V6]
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: mine }
            providerContextKey: c
        """;

    private final List<String> asked = new ArrayList<>();

    private void parse(String policy, BiFunction<Filter, ProviderContext, List<ConfigurationFault>> check)
            throws PolicyErrors {
        Callout mine = new Callout() {
            @Override
            public String key() {
                return "mine";
            }

            @Override
            public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
                asked.add(filter.layer().key());
                return check.apply(filter, context);
            }

            @Override
            public void classify(ClassifyIn in, ClassifyOut out) {
                throw new AssertionError("not asked here");
            }
        };
        PolicyDocument.parse(
                "p.yaml", policy.getBytes(StandardCharsets.UTF_8), key -> key.equals("mine") ? mine : null);
    }

    @Test
    void shouldAskAboutEachFilterAndTellWhatIsWrongOnceAtItsPlace() {
        assertThatThrownBy(() -> parse(
                        POLICY,
                        (filter, context) -> List.of(ConfigurationFault.ofContext(
                                List.of("rules", 1, "size"),
                                "size of " + context.data().keySet(),
                                "3"))))
                .isInstanceOf(PolicyErrors.class)
                .hasMessage("p.yaml:7:19: FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: mine: size of [rules] — expected 3");
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldPointAtTheNearestPlaceThatIsThere() {
        assertThatThrownBy(() -> parse(
                        POLICY,
                        (filter, context) ->
                                List.of(ConfigurationFault.ofContext(List.of("rules", 7, "size"), "odd", ""))))
                .hasMessageStartingWith("p.yaml:6:9: ");
        assertThatThrownBy(() -> parse(
                        POLICY.replace("    providerContextKey: c\n", ""),
                        (filter, context) -> List.of(ConfigurationFault.ofContext(List.of("rules"), "none", ""))))
                .hasMessage("p.yaml:9:5: FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: mine: none");
    }

    @Test
    void shouldTellWhatIsWrongWithTheFilterItself() {
        assertThatThrownBy(() -> parse(
                        POLICY,
                        (filter, context) -> List.of(
                                ConfigurationFault.ofFilter("action", "not so", "otherwise"),
                                ConfigurationFault.ofFilter("layerKey", "not here", "there"))))
                .hasMessage("p.yaml:10:15: FWP_E_INCOMPATIBLE_LAYER: mine: not here — expected there\n"
                        + "p.yaml:11:13: FWP_E_INVALID_ACTION_TYPE: mine: not so — expected otherwise");
    }

    @Test
    void shouldRefuseAPolicyWhoseCalloutFailsToCheckIt() {
        assertThatThrownBy(() -> parse(POLICY, (filter, context) -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("p.yaml:11:13: callout 'mine' cannot check its configuration: "
                        + "java.lang.IllegalStateException: broken");
    }

    @Test
    void shouldAskNobodyWhereTheCodeIsElsewhere() throws PolicyErrors {
        PolicyDocument.parse("p.yaml", POLICY.getBytes(StandardCharsets.UTF_8));
        parse(POLICY.replace("mine", "theirs"), (filter, context) -> {
            throw new AssertionError("not mine");
        });
        assertThat(asked).isEmpty();
    }
}
