// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

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
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes policies down in a line per filter. Filters that come first are heavier. */
public final class PolicySketch {
    private final List<Sublayer> sublayers = new ArrayList<>();
    private final Map<String, CalloutObject> callouts = new LinkedHashMap<>();
    private final List<Filter> filters = new ArrayList<>();
    private PolicySettings settings = PolicySettings.DEFAULT;
    private String sublayer = Sublayer.UNIVERSAL;

    public PolicySketch settings(PolicySettings value) {
        settings = value;
        return this;
    }

    /** The filters that follow belong to this sublayer. */
    public PolicySketch sublayer(String key, int weight) {
        sublayers.add(new Sublayer(key, weight, sublayers.size()));
        sublayer = key;
        return this;
    }

    public PolicySketch permit(String key, String layer, Condition... conditions) {
        return filter(key, layer, new Action.Permit(), Set.of(), conditions);
    }

    public PolicySketch hardPermit(String key, String layer, Condition... conditions) {
        return filter(key, layer, new Action.Permit(), Set.of(FilterFlag.CLEAR_ACTION_RIGHT), conditions);
    }

    public PolicySketch block(String key, String layer, Condition... conditions) {
        return filter(key, layer, new Action.Block(), Set.of(), conditions);
    }

    public PolicySketch terminating(String key, String layer, String callout, Condition... conditions) {
        return filter(key, layer, new Action.CalloutTerminating(callout), Set.of(), conditions);
    }

    public PolicySketch unknown(String key, String layer, String callout, Condition... conditions) {
        return filter(key, layer, new Action.CalloutUnknown(callout), Set.of(), conditions);
    }

    public PolicySketch inspect(String key, String layer, String callout, Condition... conditions) {
        return filter(key, layer, new Action.CalloutInspection(callout), Set.of(), conditions);
    }

    /** The callout has no code anywhere (spec 4.6). */
    public PolicySketch inert(String callout) {
        callouts.put(callout, new CalloutObject(callout, callout, List.of(), true));
        return this;
    }

    public PolicySketch filter(
            String key, String layer, Action action, Set<FilterFlag> flags, Condition... conditions) {
        if (action.callout() != null) {
            callouts.putIfAbsent(
                    action.callout(), new CalloutObject(action.callout(), action.callout(), List.of(), false));
        }
        Set<FilterFlag> own = EnumSet.noneOf(FilterFlag.class);
        own.addAll(flags);
        filters.add(new Filter(
                filters.size() + 1L,
                key,
                key,
                Layer.byKey(layer).orElseThrow(),
                sublayer,
                1_000_000L - filters.size(),
                List.of(conditions),
                action,
                own,
                null));
        return this;
    }

    public Policy policy() {
        return Policy.of(settings, sublayers, List.copyOf(callouts.values()), List.of(), filters);
    }

    public static Condition remotePort(int port) {
        return equal(Field.IP_REMOTE_PORT, DataType.FWP_UINT16, port);
    }

    public static Condition localPort(int port) {
        return equal(Field.IP_LOCAL_PORT, DataType.FWP_UINT16, port);
    }

    public static Condition protocol(int number) {
        return equal(Field.IP_PROTOCOL, DataType.FWP_UINT8, number);
    }

    public static Condition flagsAll(int bits) {
        return new Condition(
                Field.FLAGS, MatchType.FLAGS_ALL_SET, new ConditionValue.Number(DataType.FWP_UINT32, bits));
    }

    public static Condition flagsNone(int bits) {
        return new Condition(
                Field.FLAGS, MatchType.FLAGS_NONE_SET, new ConditionValue.Number(DataType.FWP_UINT32, bits));
    }

    /** A number that a field of 32 bits must have. */
    public static Condition number(Field field, long value) {
        return equal(field, DataType.FWP_UINT32, value);
    }

    private static Condition equal(Field field, DataType type, long value) {
        return new Condition(field, MatchType.EQUAL, new ConditionValue.Number(type, value));
    }
}
