// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.VectorFile.map;
import static io.penstock.engine.classify.VectorFile.maps;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.flow.FlowTable;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.InMemoryPendLedger;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code arbitration-vectors.json}, through the same desk that live traffic takes (spec 4). */
class ArbitrationVectorTest {
    private static final Condition NEVER = PolicySketch.flagsAll(0x4000_0000);

    /** A case, shown by its id and title. */
    record Case(Map<String, Object> members) {
        @Override
        public String toString() {
            return members.get("id") + " " + members.get("title");
        }
    }

    static List<Case> cases() {
        return maps(VectorFile.read("arbitration-vectors.json").get("cases")).stream()
                .map(Case::new)
                .toList();
    }

    @Test
    void shouldFindAllCasesOfTheSpecification() {
        assertThat(cases()).hasSize(54);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldArbitrateAsTheSpecificationSays(Case vector) {
        Map<String, Object> members = vector.members();
        Layer layer = Layer.byKey((String) members.get("layer")).orElseThrow();
        DecisionTrace trace = new DecisionTrace();

        Arbitration result = classify(policy(members, layer), registry(map(members.get("callouts"))), layer, trace);

        Map<String, Object> expected = map(members.get("expected"));
        String action = result.action() == null ? "NONE" : result.action().name();
        assertThat(action).as("final action").isEqualTo(expected.get("finalAction"));
        assertThat(result.isBlock() ? "BLOCK" : "PERMIT")
                .as("effective verdict")
                .isEqualTo(expected.get("effectiveVerdict"));
        assertThat(
                        result.deciding() == null
                                ? null
                                : (int) result.deciding().filter().filterId())
                .as("deciding filter")
                .isEqualTo(expected.get("decidingFilter"));
        assertThat(result.hasRight()).as("write right").isEqualTo(expected.get("writeRightAfter"));
        assertThat(result.isVeto()).as("veto").isEqualTo(expected.get("veto"));
        assertThat(result.isAbsorbed()).as("absorbed").isEqualTo(expected.get("absorbed"));
        assertThat(evaluated(trace)).as("evaluated filters").isEqualTo(expected.get("evaluatedFilters"));
        assertThat(invoked(trace)).as("invoked callouts").isEqualTo(expected.get("invokedCalloutFilters"));
    }

    private static Arbitration classify(Policy policy, CalloutRegistry registry, Layer layer, DecisionTrace trace) {
        RowBuffer row = new RowBuffer();
        TestPacket.tcp(TestPacket.SYN).appendTo(row);
        Item item = new Item().agent("a", "h", 1);
        item.packet(0, row.rows(), 0, row.quoted(), row.frames(), new PolicyRevision(policy, 1));
        RecordedEvents events = new RecordedEvents();
        FlowContextDesk contexts = new FlowContextDesk(new FlowTable(), registry, events);
        VisitDesk desk = new VisitDesk(registry, new InMemoryPendLedger(), contexts, events);
        desk.trace(trace);
        desk.classify(item, new Walk(), Visit.CONNECT, layer);
        return desk.result();
    }

    private static Policy policy(Map<String, Object> members, Layer layer) {
        List<Sublayer> sublayers = new ArrayList<>();
        for (Map<String, Object> sublayer : maps(members.get("sublayers"))) {
            sublayers.add(new Sublayer((String) sublayer.get("key"), (int) sublayer.get("weight"), sublayers.size()));
        }
        List<CalloutObject> callouts = map(members.get("callouts")).keySet().stream()
                .map(key -> new CalloutObject(key, key, List.of(), false))
                .toList();
        List<Filter> filters = maps(members.get("filters")).stream()
                .map(filter -> filter(filter, layer))
                .toList();
        return Policy.of(PolicySettings.DEFAULT, sublayers, callouts, List.of(), filters);
    }

    private static Filter filter(Map<String, Object> members, Layer layer) {
        int id = (int) members.get("id");
        String key = "filter-" + id;
        boolean matches = (boolean) members.get("matches");
        return new Filter(
                id,
                key,
                key,
                layer,
                (String) members.get("sublayer"),
                ((Number) members.get("weight")).longValue(),
                matches ? List.of() : List.of(NEVER),
                action((String) members.get("action"), (String) members.get("callout")),
                flags((List<?>) members.get("flags")),
                null);
    }

    private static Action action(String key, String callout) {
        return switch (key) {
            case "FWP_ACTION_PERMIT" -> new Action.Permit();
            case "FWP_ACTION_BLOCK" -> new Action.Block();
            case "FWP_ACTION_CALLOUT_TERMINATING" -> new Action.CalloutTerminating(callout);
            case "FWP_ACTION_CALLOUT_INSPECTION" -> new Action.CalloutInspection(callout);
            case "FWP_ACTION_CALLOUT_UNKNOWN" -> new Action.CalloutUnknown(callout);
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static Set<FilterFlag> flags(List<?> keys) {
        Set<FilterFlag> flags = EnumSet.noneOf(FilterFlag.class);
        for (Object key : keys) {
            flags.add(FilterFlag.valueOf(key.toString().replace("FWPM_FILTER_FLAG_", "")));
        }
        return flags;
    }

    private static CalloutRegistry registry(Map<String, Object> callouts) {
        CalloutRegistry registry = new CalloutRegistry();
        callouts.forEach((key, members) -> {
            Map<String, Object> callout = map(members);
            if ((boolean) callout.get("registered")) {
                registry.register(
                        CalloutRegistration.of(ScriptedCallout.inline(key, (in, out) -> answer(callout, out))));
            }
        });
        return registry;
    }

    private static void answer(Map<String, Object> callout, ClassifyOut out) {
        boolean other = !out.hasRight() && callout.containsKey("returnsWhenRightCleared");
        Map<String, Object> answer = map(callout.get(other ? "returnsWhenRightCleared" : "returns"));
        String action = (String) answer.get("actionType");
        if (!action.equals("UNCHANGED")) {
            out.action(CalloutAction.valueOf(action.replace("FWP_ACTION_", "")));
        }
        if ((boolean) answer.get("clearWriteRight")) {
            out.clearRight();
        }
        if ((boolean) answer.get("absorb")) {
            out.absorb();
        }
    }

    private static List<Integer> evaluated(DecisionTrace trace) {
        return trace.steps().stream()
                .filter(DecisionTrace.Step.Evaluated.class::isInstance)
                .map(step -> (int) ((DecisionTrace.Step.Evaluated) step).filterId())
                .toList();
    }

    private static List<Integer> invoked(DecisionTrace trace) {
        return trace.steps().stream()
                .filter(DecisionTrace.Step.Invoked.class::isInstance)
                .map(step -> (int) ((DecisionTrace.Step.Invoked) step).filterId())
                .toList();
    }
}
