// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.Sublayer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a filter of a revision hands to verdicts and callouts. */
class RuntimeFilterTest {
    private static final ProviderContext CONTEXT =
            new ProviderContext("context", "FWPM_GENERAL_CONTEXT", Map.of("rule", "one"));

    private final RuntimeFilter plain = filter(new Action.Block(), Set.of(), null);
    private final RuntimeFilter asking = filter(
            new Action.CalloutTerminating("c"), Set.of(FilterFlag.CLEAR_ACTION_RIGHT), CONTEXT.providerContextKey());

    @Test
    void shouldHandItsContextToItsCallout() {
        assertThat(asking.providerContext()).isEqualTo(CONTEXT);
        assertThat(plain.providerContext()).isNull();
        assertThat(asking.calloutKey()).isEqualTo("c");
        assertThat(plain.calloutKey()).isNull();
        assertThat(asking.clearsActionRight()).isTrue();
        assertThat(plain.clearsActionRight()).isFalse();
        assertThat(asking.isInert()).isFalse();
    }

    @Test
    void shouldMakeEachVerdictOnce() {
        for (boolean uncertain : new boolean[] {false, true}) {
            assertThat(plain.permit(uncertain)).isSameAs(plain.permit(uncertain));
            assertThat(plain.absorb(uncertain)).isSameAs(plain.absorb(uncertain));
            for (DiscardReason reason : DiscardReason.values()) {
                assertThat(plain.block(reason, uncertain)).isSameAs(plain.block(reason, uncertain));
            }
        }
    }

    @Test
    void shouldTellCertainVerdictsFromUncertainOnes() {
        for (boolean uncertain : new boolean[] {false, true}) {
            verdict(plain.permit(uncertain), Fate.PERMIT, null, uncertain);
            verdict(plain.absorb(uncertain), Fate.ABSORB, null, uncertain);
            verdict(asking.absorb(uncertain), Fate.ABSORB, DiscardReason.INSPECTION_ABSORB, uncertain);
            for (DiscardReason reason : DiscardReason.values()) {
                verdict(plain.block(reason, uncertain), Fate.BLOCK, reason, uncertain);
            }
        }
    }

    private static void verdict(Verdict verdict, Fate fate, DiscardReason detail, boolean uncertain) {
        assertThat(verdict.fate()).isEqualTo(fate);
        assertThat(verdict.detail()).isEqualTo(detail);
        assertThat(verdict.uncertain()).isEqualTo(uncertain);
        assertThat(verdict.filterKey()).isEqualTo("f");
        assertThat(verdict.revision()).isEqualTo(7);
    }

    private static RuntimeFilter filter(Action action, Set<FilterFlag> flags, String contextKey) {
        Layer layer = Layer.byKey("ALE_AUTH_CONNECT_V4").orElseThrow();
        Filter filter = new Filter(1, "f", "f", layer, Sublayer.UNIVERSAL, 1, List.of(), action, flags, contextKey);
        CalloutObject callout = new CalloutObject("c", "c", List.of(), false);
        Policy policy =
                Policy.of(PolicySettings.DEFAULT, List.of(), List.of(callout), List.of(CONTEXT), List.of(filter));
        return new PolicyRevision(policy, 7).filter("f");
    }
}
