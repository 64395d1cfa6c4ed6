// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.block;
import static io.penstock.engine.bfe.BfeSketch.callout;
import static io.penstock.engine.bfe.BfeSketch.context;
import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.owned;
import static io.penstock.engine.bfe.BfeSketch.provider;
import static io.penstock.engine.bfe.BfeSketch.remotePort;
import static io.penstock.engine.bfe.BfeSketch.sublayer;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.spec.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What commits make of the policy (spec 1.4, 1.7 to 1.9). */
class PolicyCommitTest {
    private final BfeSketch sketch = new BfeSketch();
    private final BfeSession session = sketch.open("s");

    @Test
    void shouldGiveTheVersionOfTheDocumentThatSaysTheSame() throws PolicyErrors {
        String document = "providers: [{providerKey: acme, serviceName: acmesvc}]\n"
            + "subLayers: [{subLayerKey: s, weight: 7, providerKey: acme}]\n"
            + "callouts: [{calloutKey: c}]\n"
            + "providerContexts: [{providerContextKey: x}]\n"
            + "filters:\n"
            + "- {filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, subLayerKey: s, weight: 9, flags: HAS_PROVIDER_CONTEXT,"
            + " providerContextKey: x, action: {type: CALLOUT_UNKNOWN, calloutKey: c}, filterCondition: [{fieldKey:"
            + " IP_REMOTE_PORT, conditionValue: 53}]}\n"
            + "- {filterKey: g, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK}\n";
        Policy read = PolicyDocument.parse("p.yaml", document.getBytes(StandardCharsets.UTF_8));
        session.add(provider("acme", "acmesvc"));
        session.add(owned(sublayer("s", 7), "acme"));
        session.add(callout("c", ObjectFlag.USES_PROVIDER_CONTEXT));
        session.add(context("x"));
        session.add(filter("f")
                .sublayer("s")
                .weight(new ConditionValue.Number(DataType.FWP_UINT8, 9))
                .flags(FilterFlag.HAS_PROVIDER_CONTEXT)
                .providerContext("x")
                .conditions(remotePort(53))
                .action(ActionType.CALLOUT_UNKNOWN, "c"));
        session.add(block("g"));
        Policy committed = sketch.engine.current().policy();
        assertThat(committed.version()).isEqualTo(read.version());
        assertThat(committed.providers()).containsExactly(new Provider("acme", "acme", "acmesvc"));
        assertThat(committed.sublayers().getFirst().providerKey()).isEqualTo("acme");
    }

    @Test
    @SpecRule("11 C19")
    void shouldPutAFilterAtItsOneLayerOnly() {
        session.add(block("f"));
        Policy policy = sketch.engine.current().policy();
        assertThat(Layer.all())
                .filteredOn(layer -> !policy.compiled(layer).isEmpty())
                .extracting(Layer::key)
                .containsExactly(BfeSketch.CONNECT);
    }

    @Test
    @SpecRule({"11 P02", "4.2 R-TIE"})
    void shouldAskOlderSublayersAndFiltersFirstWhereWeightsAreEqual() {
        session.add(sublayer("z", 7));
        session.add(sublayer("a", 7));
        session.add(sublayer("m", 7));
        session.delete(ObjectKind.SUBLAYER, "a");
        session.add(sublayer("a", 7));
        for (String key : List.of("z", "a", "m")) {
            session.add(filter("second in " + key).sublayer(key).block());
            session.add(filter("first of all in " + key).sublayer(key).block());
        }
        List<String> asked = new ArrayList<>();
        Layer layer = Layer.byKey(BfeSketch.CONNECT).orElseThrow();
        sketch.engine
                .current()
                .policy()
                .compiled(layer)
                .sublayers()
                .forEach(sublayer ->
                        sublayer.filters().forEach(f -> asked.add(f.filter().filterKey())));
        assertThat(asked)
                .containsExactly(
                        "second in z",
                        "first of all in z",
                        "second in m",
                        "first of all in m",
                        "second in a",
                        "first of all in a");
    }

    @Test
    void shouldNeverUseAFilterIdTwice() {
        session.begin(TransactionMode.READ_WRITE);
        long aborted = session.add(block("f")).luid();
        session.abort();
        long deleted = session.add(block("f")).luid();
        session.delete(ObjectKind.FILTER, "f");
        long last = session.add(block("f")).luid();
        assertThat(List.of(aborted, deleted, last)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldNumberSublayersWithin16Bits() {
        for (int i = 0; i < 3; i++) {
            assertThat(session.add(sublayer("s", 1)).luid()).isEqualTo(18);
            session.delete(ObjectKind.SUBLAYER, "s");
        }
    }

    @Test
    @SpecRule("11 P01")
    void shouldWeighFiltersByTheTypeOfTheirWeight() {
        ConditionValue exact = new ConditionValue.Number(DataType.FWP_UINT64, -2);
        ConditionValue range = new ConditionValue.Number(DataType.FWP_UINT8, 0xC);
        long automatic = 17L << 30;
        assertThat(session.add(filter("a").weight(exact).block()).effectiveWeight())
                .isEqualTo(-2);
        assertThat(session.add(filter("b").weight(range).block()).effectiveWeight())
                .isEqualTo(0xCL << 60);
        assertThat(session.add(filter("c")
                                .weight(range)
                                .conditions(remotePort(53))
                                .block())
                        .effectiveWeight())
                .isEqualTo(0xCL << 60 | automatic);
        assertThat(session.add(filter("d").conditions(remotePort(53)).block()).effectiveWeight())
                .isEqualTo(automatic);
        assertThat(session.add(filter("e").block()).effectiveWeight()).isZero();
    }

    @Test
    void shouldTellTheListenerOfEveryCommitInOrder() {
        List<Long> told = new ArrayList<>();
        BfeSketch heard = new BfeSketch(with -> with.listener(commit -> told.add(commit.revision())));
        BfeSession dynamic = heard.dynamic("d");
        dynamic.add(block("f"));
        dynamic.begin(TransactionMode.READ_ONLY);
        dynamic.commit();
        dynamic.close();
        assertThat(told).containsExactly(2L, 3L);
        assertThat(heard.engine.current().revision()).isEqualTo(3);
    }
}
