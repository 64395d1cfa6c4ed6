// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.diff.FilterDifference.Added;
import io.penstock.engine.policy.diff.FilterDifference.Changed;
import io.penstock.engine.policy.diff.FilterDifference.Removed;
import io.penstock.engine.policy.diff.FilterDifference.Reweighted;
import io.penstock.engine.policy.diff.ProviderChanges.Standing;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {
    private static final String HEAD = """
        providers:
          - { providerKey: firewall, displayData: { name: Firewall } }
        subLayers:
          - { subLayerKey: high, weight: 200 }
          - { subLayerKey: low, weight: 100 }
        callouts:
          - { calloutKey: inspection }
        filters:
        """;

    /** One filter of the firewall's at ALE_AUTH_CONNECT_V4. */
    private static String filter(String key, String name, String subLayer, String action, int weight, String more) {
        return "  - { filterKey: " + key + ", displayData: { name: " + name + " }, providerKey: firewall, layerKey:"
                + " ALE_AUTH_CONNECT_V4, subLayerKey: " + subLayer + ", action: { type: " + action
                + " }, weight: { type: FWP_UINT64, uint64: " + weight + " }" + more + " }\n";
    }

    private static String port(int port) {
        return ", filterCondition: [ { fieldKey: IP_REMOTE_PORT, conditionValue: " + port + " } ]";
    }

    private static Policy policy(String... filters) throws PolicyErrors {
        String body = filters.length == 0 ? "  []\n" : String.join("", filters);
        return PolicyDocument.parse("policy", (HEAD + body).getBytes(UTF_8));
    }

    private static PolicyDiff diff(Policy before, Policy now) {
        return PolicyDiff.between(new PolicyDiff.Side(before, Set.of()), new PolicyDiff.Side(now, Set.of()));
    }

    @Test
    void shouldFindNothingBetweenAPolicyAndItself() throws PolicyErrors {
        Policy policy = policy(filter("one", "one", "high", "BLOCK", 5, port(80)));

        assertThat(diff(policy, policy).isEmpty()).isTrue();
        assertThat(diff(policy, policy).hardPermits()).isEmpty();
    }

    @Test
    void shouldTellAddedRemovedReweightedAndChangedFiltersOfAProvider() throws PolicyErrors {
        Policy before = policy(
                filter("kept", "kept", "high", "BLOCK", 5, port(1)),
                filter("gone", "gone", "high", "BLOCK", 5, port(2)),
                filter("heavier", "heavier", "high", "BLOCK", 5, port(3)),
                filter("other", "other", "high", "BLOCK", 5, port(4)));
        Policy now = policy(
                filter("kept", "kept", "high", "BLOCK", 5, port(1)),
                filter("heavier", "heavier", "high", "BLOCK", 6, port(3)),
                filter("other", "other", "high", "PERMIT", 7, port(44)),
                filter("new", "new", "high", "BLOCK", 5, port(5)));

        ProviderChanges changes = diff(before, now).providers().getFirst();
        assertThat(changes.providerKey()).isEqualTo("firewall");
        assertThat(changes.standing()).isEqualTo(Standing.BOTH);
        assertThat(changes.differences())
                .extracting(difference -> difference.getClass().getSimpleName() + " "
                        + difference.filter().filterKey())
                .containsExactlyInAnyOrder("Added new", "Removed gone", "Reweighted heavier", "Changed other");
        assertThat(changes.differences())
                .filteredOn(Changed.class::isInstance)
                .extracting(difference -> ((Changed) difference).members())
                .containsExactly(List.of("effectiveWeight", "filterCondition", "action"));
    }

    @Test
    void shouldTakeAFilterThatWasMadeAnewForTheOldOne() throws PolicyErrors {
        Policy before = policy(
                filter("a1", "web", "high", "PERMIT", 5, port(80)),
                filter("a2", "dns", "high", "PERMIT", 5, port(53)),
                filter("a3", "ssh", "high", "BLOCK", 5, port(22)));
        Policy now = policy(
                filter("b1", "web", "high", "PERMIT", 5, port(80)),
                filter("b2", "dns", "high", "PERMIT", 9, port(53)),
                filter("b3", "ssh", "high", "BLOCK", 5, port(2222)));

        ProviderChanges changes = diff(before, now).providers().getFirst();
        assertThat(changes.remade()).isEqualTo(1);
        assertThat(changes.differences()).hasSize(3);
        assertThat(changes.differences())
                .hasAtLeastOneElementOfType(Added.class)
                .hasAtLeastOneElementOfType(Removed.class);
        assertThat(changes.differences())
                .filteredOn(Reweighted.class::isInstance)
                .extracting(difference -> difference.filter().filterKey())
                .containsExactly("b2");
    }

    @Test
    @SpecRule({"4.2 R-COMBINE", "4.2 R-VETO"})
    void shouldNameTheBlocksThatAHardPermitNowOverrides() throws PolicyErrors {
        String hard = ", flags: [CLEAR_ACTION_RIGHT]";
        String[] blocks = {
            filter("below", "below", "low", "BLOCK", 1, port(80)),
            filter("elsewhere", "elsewhere", "low", "BLOCK", 1, port(443)),
            filter("vetoes", "vetoes", "low", "BLOCK", 1, port(80) + hard),
            filter("beside", "beside", "high", "BLOCK", 1, port(80))
        };
        Policy before = policy(blocks);
        Policy now = policy(
                blocks[0], blocks[1], blocks[2], blocks[3], filter("web", "web", "high", "PERMIT", 9, port(80) + hard));

        assertThat(diff(before, now).hardPermits()).singleElement().satisfies(permit -> {
            assertThat(permit.permit().filterKey()).isEqualTo("web");
            assertThat(permit.blocks()).extracting(Filter::filterKey).containsExactly("below");
        });
        assertThat(diff(now, now).hardPermits()).isEmpty();
        assertThat(diff(now, before).hardPermits()).isEmpty();
    }

    @Test
    void shouldTellAHardPermitWhoseSublayerHasRisenAboveABlocks() throws PolicyErrors {
        String permit = filter("web", "web", "low", "PERMIT", 9, port(80) + ", flags: [CLEAR_ACTION_RIGHT]");
        String block = filter("stop", "stop", "high", "BLOCK", 1, port(80));
        Policy before = policy(permit, block);
        Policy now = PolicyDocument.parse(
                "policy", (HEAD.replace("weight: 100", "weight: 300") + permit + block).getBytes(UTF_8));

        PolicyDiff diff = diff(before, now);
        assertThat(diff.hardPermits()).hasSize(1);
        assertThat(diff.sublayers().changed())
                .extracting(change -> change.now())
                .extracting(Sublayer::subLayerKey)
                .containsExactly("low");
    }

    @Test
    @SpecRule("4.6 R-UNREGISTERED")
    void shouldTellCalloutsThatLostTheirCode() throws PolicyErrors {
        Policy policy = policy();
        PolicyDiff lost = PolicyDiff.between(
                new PolicyDiff.Side(policy, Set.of()), new PolicyDiff.Side(policy, Set.of("inspection")));
        PolicyDiff found = PolicyDiff.between(
                new PolicyDiff.Side(policy, Set.of("inspection")), new PolicyDiff.Side(policy, Set.of()));

        assertThat(lost.unregistered()).containsExactly("inspection");
        assertThat(lost.registered()).isEmpty();
        assertThat(lost.isEmpty()).isFalse();
        assertThat(found.registered()).containsExactly("inspection");
    }

    @Test
    void shouldTellProvidersThatCameAndWent() throws PolicyErrors {
        Policy none = PolicyDocument.parse("policy", "filters: []".getBytes(UTF_8));

        assertThat(diff(none, policy()).providers())
                .extracting(ProviderChanges::standing)
                .containsExactly(Standing.ADDED);
        assertThat(diff(policy(), none).providers())
                .extracting(ProviderChanges::standing)
                .containsExactly(Standing.REMOVED);
        assertThat(diff(policy(), none).callouts().removed()).hasSize(1);
    }
}
