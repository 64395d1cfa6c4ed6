// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyLintTest {
    private static final String CONNECT = "layerKey: ALE_AUTH_CONNECT_V4, ";
    private static final String SUBLAYERS = """
        subLayers: [{subLayerKey: high, weight: 9}, {subLayerKey: low, weight: 1}]
        callouts: [{calloutKey: here}, {calloutKey: elsewhere}, {calloutKey: foreign, inert: true}]
        filters:
        """;

    @Test
    @SpecRule("4.2 R-SUB")
    void shouldFindAFilterThatAWiderOneBeforeItHides() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: net, LAYER weight: 9, action: PERMIT, filterCondition: [{fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/8}]}
            - {filterKey: host, LAYER weight: 8, action: BLOCK, filterCondition: [
                {fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.1.0.0-10.1.0.9}, {fieldKey: IP_REMOTE_PORT, conditionValue: 22}]}
            """)).containsExactly("shadowed host net");
    }

    @Test
    void shouldNotCallAFilterHiddenThatCanStillDecide() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: net, LAYER weight: 9, action: PERMIT, filterCondition: [{fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/16}]}
            - {filterKey: wider, LAYER weight: 8, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/8}]}
            - {filterKey: asks, LAYER weight: 7, action: {type: CALLOUT_UNKNOWN, calloutKey: here}}
            - {filterKey: behind-asks, LAYER weight: 6, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: 22}]}
            - {filterKey: not-empty, LAYER weight: 5, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_PORT, matchType: NOT_EQUAL, conditionValue: 22}]}
            - {filterKey: empty, LAYER weight: 4, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: {type: FWP_EMPTY}}]}
            """)).isEmpty();
    }

    @Test
    @SpecRule({"4.2 R-COMBINE", "4.2 R-VETO"})
    void shouldFindABlockThatAHardPermitDefeatsUnlessItCanVeto() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: branch, LAYER subLayerKey: high, action: PERMIT, flags: [CLEAR_ACTION_RIGHT], filterCondition: [{fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/8}]}
            - {filterKey: loses, LAYER subLayerKey: low, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.1}]}
            - {filterKey: vetoes, LAYER subLayerKey: low, action: BLOCK, flags: [CLEAR_ACTION_RIGHT], filterCondition: [{fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.2}]}
            """)).containsExactly("overruled loses branch");
    }

    @Test
    void shouldNotCallAFilterOverruledWhereASoftPermitMayComeFirst() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: except, LAYER subLayerKey: high, weight: 9, action: PERMIT, filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: 22}]}
            - {filterKey: none, LAYER subLayerKey: high, weight: 8, action: BLOCK}
            - {filterKey: decides, LAYER subLayerKey: low, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.1}]}
            - {filterKey: cannot, LAYER subLayerKey: low, action: PERMIT, filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: 23}]}
            """)).containsExactly("overruled cannot none");
    }

    @Test
    void shouldFindDuplicatesOfFiltersAndOfConditions() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: one, LAYER weight: 9, action: BLOCK, filterCondition: [{fieldKey: IP_PROTOCOL, conditionValue: tcp}, {fieldKey: IP_REMOTE_PORT, conditionValue: 23}]}
            - {filterKey: two, LAYER weight: 8, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: 23-23}, {fieldKey: IP_PROTOCOL, conditionValue: 6}]}
            - {filterKey: twice, LAYER weight: 7, action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: 7}, {fieldKey: IP_REMOTE_PORT, conditionValue: 7}]}
            """)).containsExactly("duplicate-condition twice ", "duplicate two one");
    }

    @Test
    @SpecRule("11 P09")
    void shouldFindConditionsThatNeverHoldAndFiltersThatNeverMatch() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: below, LAYER action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_PORT, matchType: LESS, conditionValue: 0}]}
            - {filterKey: no-flag, LAYER action: BLOCK, filterCondition: [{fieldKey: FLAGS, matchType: FLAGS_ANY_SET, conditionValue: 0}]}
            - {filterKey: untold, LAYER action: BLOCK, filterCondition: [{fieldKey: IP_LOCAL_INTERFACE, conditionValue: 1}]}
            - {filterKey: untold-as-wanted, LAYER action: BLOCK, filterCondition: [{fieldKey: IP_LOCAL_INTERFACE, conditionValue: {type: FWP_EMPTY}}]}
            - {filterKey: part, LAYER action: BLOCK, filterCondition: [{fieldKey: IP_REMOTE_PORT, matchType: GREATER, conditionValue: 65535}, {fieldKey: IP_REMOTE_PORT, conditionValue: 5}]}
            - {filterKey: unvisited, layerKey: IPSEC_KM_DEMUX_V4, action: BLOCK}
            """))
                .containsExactlyInAnyOrder(
                        "never-matches below ",
                        "never-matches no-flag ",
                        "never-matches untold ",
                        "never-holds part ",
                        "never-matches unvisited ");
    }

    @Test
    @SpecRule("4.2 R-SOFT")
    void shouldFindASoftBlockThatALighterPermitOverrides() throws PolicyErrors {
        String asks =
                "- {filterKey: asks, LAYER subLayerKey: high, action: {type: CALLOUT_TERMINATING, calloutKey: %s}}\n";
        String permits = "- {filterKey: permits, LAYER subLayerKey: low, action: PERMIT}\n";
        assertThat(lint(asks.formatted("here") + permits)).containsExactly("soft-block asks permits");
        assertThat(lint(asks.formatted("elsewhere") + permits)).containsExactly("callout-without-code asks ");
    }

    @Test
    @SpecRule({"4.6 R-UNREGISTERED", "11 P26"})
    void shouldFindCalloutsWithoutCode() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: a, LAYER action: {type: CALLOUT_INSPECTION, calloutKey: elsewhere}}
            - {filterKey: b, LAYER action: {type: CALLOUT_INSPECTION, calloutKey: here}}
            - {filterKey: c, LAYER action: {type: CALLOUT_INSPECTION, calloutKey: foreign}}
            """)).containsExactlyInAnyOrder("callout-without-code a ", "callout-without-code c ");
    }

    @Test
    @SpecRule("10 G2")
    void shouldFindFiltersThatALayerFurtherUpWouldServeBetter() throws PolicyErrors {
        assertThat(lint("- {filterKey: packets, layerKey: OUTBOUND_TRANSPORT_V4, action: BLOCK,"
                        + " filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: 23}]}"))
                .containsExactly("higher-layer packets ");
    }

    @Test
    void shouldNotLookAtFiltersThatTakeNoPart() throws PolicyErrors {
        assertThat(lint("""
            - {filterKey: boot, LAYER action: BLOCK, flags: [BOOTTIME]}
            - {filterKey: hidden, LAYER action: BLOCK, flags: [BOOTTIME]}
            """)).isEmpty();
    }

    private static List<String> lint(String filters) throws PolicyErrors {
        String document = SUBLAYERS + filters.replace("LAYER ", CONNECT);
        Policy policy = PolicyDocument.parse("policy", document.getBytes(StandardCharsets.UTF_8));
        return PolicyLint.of(policy, key -> key.equals("here") ? new Here() : null).stream()
                .map(one -> one.rule().key() + " " + one.filterKey() + " " + one.otherKey())
                .toList();
    }

    private static final class Here implements Callout {
        @Override
        public String key() {
            return "here";
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {}
    }
}
