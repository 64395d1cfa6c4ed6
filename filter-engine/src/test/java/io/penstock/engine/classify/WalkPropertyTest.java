// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.NaiveEvaluator;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.RandomPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole walks of random packets under random policies: at each layer a probe sees the field values and asks the naive evaluator, and what the engine
 * makes of the visits must be what follows from its answers.
 */
class WalkPropertyTest {
    private static final String PROBE = "probe";
    private static final int PACKETS = 60;

    static List<Long> seeds() {
        long first = Long.getLong("penstock.seed", 77_001L);
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            seeds.add(first + i);
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDecideEveryPacketAsTheNaiveEvaluatorsAnswersSay(long seed) {
        Random random = new Random(seed);
        List<RandomTraffic.Captured> traffic = new RandomTraffic(random).packets(PACKETS);
        Policy policy = policy(random);
        PolicyRevision revision = new PolicyRevision(policy, 1);
        List<NaiveEvaluator.Outcome> outcomes = new ArrayList<>();
        Callout probe = ScriptedCallout.inline(PROBE, (in, out) -> outcomes.add(naive(policy, in)));
        CalloutRegistry registry = new CalloutRegistry();
        registry.register(CalloutRegistration.of(probe));
        RecordedEvents events = new RecordedEvents();
        LocalEvaluation evaluation = new LocalEvaluation(registry, events);
        DecisionTrace trace = new DecisionTrace();
        evaluation.trace(trace);
        for (int i = 0; i < traffic.size(); i++) {
            RandomTraffic.Captured packet = traffic.get(i);
            outcomes.clear();
            trace.clear();
            // A host of its own, so that no flow's standing authorisation decides.
            evaluation.evaluate(new Item()
                    .agent("a", "h" + i, 1)
                    .packet(0, packet.rows(), 0, packet.quoted(), packet.frames(), revision));

            List<DecisionTrace.Step.Ended> visits = ended(trace);
            assertThat(visits).as("seed %d packet %d", seed, i + 1).hasSameSizeAs(outcomes);
            for (int v = 0; v < visits.size(); v++) {
                same(visits.get(v), outcomes.get(v));
            }
            assertThat(RecordedEvents.text(events.verdicts.get(i + 1L)))
                    .as("seed %d packet %d", seed, i + 1)
                    .startsWith(expected(visits, events.verdicts.get(i + 1L)));
        }
    }

    private static NaiveEvaluator.Outcome naive(Policy policy, ClassifyIn in) {
        return NaiveEvaluator.classify(
                in.layer(),
                policy.sublayers(),
                policy.filters(),
                filter -> NaiveEvaluator.matches(filter, in.values(), true),
                callout -> new NaiveEvaluator.Stub(
                        callout.equals(PROBE), right -> new NaiveEvaluator.Answer("CONTINUE", false, false)));
    }

    private static void same(DecisionTrace.Step.Ended visit, NaiveEvaluator.Outcome outcome) {
        String action = visit.action() == null ? "NONE" : visit.action().name();
        assertThat(action).isEqualTo(outcome.action());
        assertThat(visit.filterKey())
                .isEqualTo(
                        outcome.deciding() == null ? null : outcome.deciding().filterKey());
        assertThat(visit.veto()).isEqualTo(outcome.veto());
    }

    /** What the visits come to: the block that ended them, or the last permit that a filter decided. */
    private static String expected(List<DecisionTrace.Step.Ended> visits, Verdict verdict) {
        if (verdict.fate() == Fate.MALFORMED) {
            assertThat(visits).isEmpty();
            return "malformed";
        }
        String permit = "permit - - -";
        for (DecisionTrace.Step.Ended visit : visits) {
            String layer = visit.layer().replace("FWPM_LAYER_", "");
            if (layer.startsWith("ALE_ENDPOINT_CLOSURE") || layer.startsWith("ALE_RESOURCE_RELEASE")) {
                continue;
            }
            if (visit.action() == CalloutAction.BLOCK) {
                return (layer.startsWith("STREAM_V") ? "absorb " : "block ") + layer + " " + visit.filterKey();
            }
            if (visit.action() == CalloutAction.PERMIT) {
                permit = "permit " + layer + " " + visit.filterKey() + " -";
            }
        }
        return permit;
    }

    private static List<DecisionTrace.Step.Ended> ended(DecisionTrace trace) {
        return trace.steps().stream()
                .filter(DecisionTrace.Step.Ended.class::isInstance)
                .map(DecisionTrace.Step.Ended.class::cast)
                .toList();
    }

    /** A probe at every layer, and filters here and there. */
    private static Policy policy(Random random) {
        RandomPolicies values = new RandomPolicies(random);
        PolicySketch sketch = new PolicySketch().sublayer("probes", 0xFFFF);
        for (Layer layer : Layer.all()) {
            sketch.inspect("probe-" + layer.key(), layer.key(), PROBE);
        }
        for (int s = 0; s < 3; s++) {
            sketch.sublayer("s" + s, 10 - s);
            for (Layer layer : Layer.all()) {
                if (layer.isIndicated() && random.nextInt(3) == 0) {
                    Condition[] conditions = new Condition[random.nextInt(3)];
                    for (int c = 0; c < conditions.length; c++) {
                        conditions[c] = values.condition(layer);
                    }
                    Set<FilterFlag> flags = random.nextInt(3) == 0 ? Set.of(FilterFlag.CLEAR_ACTION_RIGHT) : Set.of();
                    Action action = random.nextInt(7) == 0 ? new Action.Block() : new Action.Permit();
                    sketch.filter("f" + s + layer.key(), layer.key(), action, flags, conditions);
                }
            }
        }
        return sketch.policy();
    }
}
