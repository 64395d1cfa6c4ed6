// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the policy of a case in the vectors' form: sublayers and filters by number, each filter saying whether it matches. */
final class VectorPolicy {
    static final List<String> SUBLAYER = List.of("key", "weight");
    static final List<String> FILTER = List.of("id", "sublayer", "weight", "matches", "action", "flags", "callout");

    private final ErrorSink errors;
    private final Layer layer;
    private final List<Sublayer> sublayers = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();

    VectorPolicy(ErrorSink errors, Layer layer) {
        this.errors = errors;
        this.layer = layer;
    }

    /** The policy, or null after an error. */
    Policy read(Members members, Collection<String> calloutKeys) {
        int before = errors.count();
        ObjectKeys sublayerKeys = new ObjectKeys("sublayer", "FWP_E_SUBLAYER_NOT_FOUND", errors);
        ObjectKeys callouts = new ObjectKeys("callout", "FWP_E_CALLOUT_NOT_FOUND", errors);
        calloutKeys.forEach(key -> callouts.declare(key, members.mapping()));
        for (Node node : members.list("sublayers")) {
            Members.of(node, "sublayer", SUBLAYER, errors).ifPresent(sublayer -> sublayer(sublayer, sublayerKeys));
        }
        ObjectKeys filterKeys = new ObjectKeys("id", "FWP_E_FILTER_NOT_FOUND", errors);
        for (Node node : members.list("filters")) {
            Members.of(node, "filter", FILTER, errors)
                    .ifPresent(filter -> filter(filter, sublayerKeys, callouts, filterKeys));
        }
        if (errors.count() > before) {
            return null;
        }
        List<CalloutObject> objects = calloutKeys.stream()
                .map(key -> new CalloutObject(key, key, List.of(), false))
                .toList();
        return Policy.of(PolicySettings.DEFAULT, sublayers, objects, List.of(), filters);
    }

    private void sublayer(Members members, ObjectKeys keys) {
        String key = members.requiredText("key").orElse("");
        keys.declare(key, members.place("key"));
        sublayers.add(new Sublayer(key, (int) number(members, "weight", 16), sublayers.size()));
    }

    private void filter(Members members, ObjectKeys sublayerKeys, ObjectKeys callouts, ObjectKeys filterKeys) {
        long id = number(members, "id", 62);
        String key = Long.toString(id);
        filterKeys.declare(key, members.place("id"));
        String sublayer = members.requiredText("sublayer").orElse("");
        sublayerKeys.exists(sublayer, members.place("sublayer"), List.of());
        long weight = number(members, "weight", 64);
        boolean matches = members.requiredText("matches").orElse("true").equals("true");
        String callout = members.text("callout").map(ObjectKeys::normal).orElse(null);
        if (callout != null) {
            callouts.exists(callout, members.place("callout"), List.of());
        }
        Optional<Action> action = members.requiredText("action")
                .flatMap(name -> ActionReader.action(name, members.place("action"), callout, errors));
        if (action.isPresent()) {
            Set<FilterFlag> flags = FlagsReader.named(members);
            List<Condition> conditions = matches ? List.of() : List.of(never());
            filters.add(new Filter(id, key, key, layer, sublayer, weight, conditions, action.get(), flags, null));
        }
    }

    /** A condition that fails, since such a case gives no values: an empty field equals nothing. */
    private Condition never() {
        Field field = layer.fields().stream()
                .filter(f -> layer.typeOf(f).orElseThrow().integerBits() > 0)
                .findFirst()
                .orElseThrow();
        return new Condition(
                field,
                MatchType.EQUAL,
                new ConditionValue.Number(layer.typeOf(field).orElseThrow(), 0));
    }

    private long number(Members members, String key, int bits) {
        OptionalLong number = members.requiredText(key)
                .map(text -> NumberText.unsigned(text, bits))
                .orElse(OptionalLong.of(0));
        if (number.isEmpty()) {
            errors.add(
                    members.place(key),
                    members.place(key).kind() + " as " + key,
                    "an unsigned number of " + bits + " bits");
        }
        return number.orElse(0);
    }
}
