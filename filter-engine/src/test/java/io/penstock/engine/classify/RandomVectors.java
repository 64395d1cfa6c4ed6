// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.ArbitrationCase.Answer;
import io.penstock.engine.classify.ArbitrationCase.Stub;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.NaiveEvaluator;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Draws arbitration cases in the form of the specification's vectors; the naive evaluator says what is expected of each (spec 4.2). */
public final class RandomVectors {
    private static final List<String> LAYERS = List.of(
            "FWPM_LAYER_ALE_AUTH_CONNECT_V4",
            "FWPM_LAYER_ALE_AUTH_CONNECT_V4",
            "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6",
            "FWPM_LAYER_OUTBOUND_TRANSPORT_V4",
            "FWPM_LAYER_OUTBOUND_TRANSPORT_V4_DISCARD",
            "FWPM_LAYER_ALE_AUTH_LISTEN_V4",
            "FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V6",
            "FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4",
            "FWPM_LAYER_IPFORWARD_V4",
            "FWPM_LAYER_STREAM_V4",
            "FWPM_LAYER_INBOUND_MAC_FRAME_ETHERNET");
    private static final CalloutAction[] ANSWERS = {
        CalloutAction.BLOCK,
        CalloutAction.BLOCK,
        CalloutAction.PERMIT,
        CalloutAction.PERMIT,
        CalloutAction.CONTINUE,
        CalloutAction.NONE,
        CalloutAction.NONE_NO_MATCH,
        null
    };
    private static final int CALLOUTS = 4;

    private final Random random;
    private int drawn;

    public RandomVectors(long seed) {
        random = new Random(seed);
    }

    /**
     * A case.
     *
     * @param matching ids of the filters that match
     */
    public record Vector(
            String id,
            Layer layer,
            List<Sublayer> sublayers,
            List<Filter> filters,
            Set<Long> matching,
            Map<String, Stub> stubs) {

        /** What the engine makes of it. */
        public Policy policy() {
            List<CalloutObject> callouts = stubs.keySet().stream()
                    .map(key -> new CalloutObject(key, key, List.of(), false))
                    .toList();
            return Policy.of(PolicySettings.DEFAULT, sublayers, callouts, List.of(), filters);
        }

        /** What the specification makes of it, by the naive evaluator. */
        public NaiveEvaluator.Outcome expected() {
            return NaiveEvaluator.classify(
                    layer, sublayers, filters, filter -> matching.contains(filter.filterId()), this::naive);
        }

        private NaiveEvaluator.Stub naive(String key) {
            Stub stub = stubs.get(key);
            return new NaiveEvaluator.Stub(
                    stub.registered(), right -> naive(right ? stub.answer() : stub.whenRightCleared()));
        }

        private static NaiveEvaluator.Answer naive(Answer answer) {
            String action =
                    answer.action() == null ? "UNCHANGED" : answer.action().name();
            return new NaiveEvaluator.Answer(action, answer.clearsRight(), answer.absorbs());
        }
    }

    /** Draws one. */
    public Vector next() {
        Layer layer = Layer.byKey(LAYERS.get(random.nextInt(LAYERS.size()))).orElseThrow();
        List<Sublayer> sublayers = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            // Few weights, so that ties come up.
            sublayers.add(new Sublayer("S" + i, 100 * random.nextInt(4), i));
        }
        Map<String, Stub> stubs = new LinkedHashMap<>();
        for (int i = 0; i < CALLOUTS; i++) {
            Answer answer = answer();
            stubs.put("C" + i, new Stub(random.nextInt(5) != 0, answer, random.nextBoolean() ? answer : answer()));
        }
        List<Filter> filters = new ArrayList<>();
        Set<Long> matching = new TreeSet<>();
        int rules = random.nextInt(9);
        for (long id = 1; id <= rules; id++) {
            boolean matches = random.nextInt(4) != 0;
            if (matches) {
                matching.add(id);
            }
            filters.add(filter(id, layer, "S" + random.nextInt(count), matches));
        }
        return new Vector("R" + ++drawn, layer, sublayers, filters, matching, stubs);
    }

    private Answer answer() {
        return new Answer(ANSWERS[random.nextInt(ANSWERS.length)], random.nextBoolean(), random.nextInt(3) == 0);
    }

    private Filter filter(long id, Layer layer, String sublayer, boolean matches) {
        Action action = action();
        Set<FilterFlag> flags = EnumSet.noneOf(FilterFlag.class);
        if (random.nextInt(3) == 0) {
            flags.add(FilterFlag.CLEAR_ACTION_RIGHT);
        }
        boolean decides = action instanceof Action.CalloutTerminating || action instanceof Action.CalloutUnknown;
        if (decides && random.nextInt(3) == 0) {
            flags.add(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED);
        }
        List<Condition> conditions = matches ? List.of() : List.of(never(layer));
        // Weights above 2^63 too: they compare unsigned.
        long weight = random.nextInt(3) == 0 ? -1L - random.nextInt(3) : random.nextInt(3);
        return new Filter(
                id, Long.toString(id), Long.toString(id), layer, sublayer, weight, conditions, action, flags, null);
    }

    /** Fails, since a vector gives no values: an empty field equals nothing. */
    private static Condition never(Layer layer) {
        Field field = layer.fields().stream()
                .filter(f -> layer.typeOf(f).orElseThrow().integerBits() > 0)
                .findFirst()
                .orElseThrow();
        DataType type = layer.typeOf(field).orElseThrow();
        return new Condition(field, MatchType.EQUAL, new ConditionValue.Number(type, 0));
    }

    private Action action() {
        String callout = "C" + random.nextInt(CALLOUTS);
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Action.Permit();
            case 2, 3 -> new Action.Block();
            case 4 -> new Action.CalloutTerminating(callout);
            case 5 -> new Action.CalloutUnknown(callout);
            default -> new Action.CalloutInspection(callout);
        };
    }
}
