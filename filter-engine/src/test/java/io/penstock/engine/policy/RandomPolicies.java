// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.condition.Sid;
import io.penstock.engine.condition.TokenInformation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Random policies and field values from one seeded generator. Values come from small pools, so that filters match about as often as not, and
 * touch the edges of their types.
 */
public final class RandomPolicies {
    private static final List<String> TEXTS =
            List.of("\\device\\app.exe", "\\device\\other.exe", "app.exe", "", "APP.EXE");

    private final RandomGenerator random;

    public RandomPolicies(RandomGenerator random) {
        this.random = random;
    }

    /** A policy with filters at one layer, spread over a few sublayers, static actions and one callout. */
    public Policy policy(Layer layer, int filters) {
        List<Sublayer> sublayers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sublayers.add(new Sublayer("s" + i, random.nextInt(3) * 1000, i));
        }
        List<Filter> all = new ArrayList<>();
        for (int i = 1; i <= filters; i++) {
            all.add(filter(layer, i, "s" + random.nextInt(4)));
        }
        CalloutObject callout = new CalloutObject("c", "c", List.of(), false);
        return Policy.of(PolicySettings.DEFAULT, sublayers, List.of(callout), List.of(), all);
    }

    private Filter filter(Layer layer, int id, String sublayer) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            conditions.add(condition(layer));
        }
        Set<FilterFlag> flags = EnumSet.noneOf(FilterFlag.class);
        if (random.nextInt(3) == 0) {
            flags.add(FilterFlag.CLEAR_ACTION_RIGHT);
        }
        long weight = random.nextInt(5) == 0 ? -1L : random.nextInt(4);
        return new Filter(id, "f" + id, "f" + id, layer, sublayer, weight, conditions, action(), flags, null);
    }

    private Action action() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Action.Permit();
            case 2 -> new Action.CalloutInspection("c");
            default -> new Action.Block();
        };
    }

    /** A condition on a random field of the layer, of any match type that its type allows. */
    public Condition condition(Layer layer) {
        List<Field> fields = layer.fields();
        Field field = fields.get(random.nextInt(fields.size()));
        DataType type = layer.typeOf(field).orElseThrow();
        if (random.nextInt(20) == 0) {
            return new Condition(field, MatchType.EQUAL, new ConditionValue.Empty());
        }
        return switch (type) {
            case FWP_UINT8, FWP_UINT16, FWP_UINT32, FWP_UINT64 -> integer(field, type);
            case FWP_BYTE_ARRAY6_TYPE ->
                new Condition(field, MatchType.EQUAL, new ConditionValue.Number(type, small(48)));
            case FWP_BYTE_ARRAY16_TYPE -> wide(field);
            case FWP_BYTE_BLOB_TYPE -> blob(field);
            case FWP_SID -> new Condition(field, either(), new ConditionValue.Text(type, sid()));
            default ->
                new Condition(
                        field,
                        either(),
                        new ConditionValue.Text(
                                DataType.FWP_SECURITY_DESCRIPTOR_TYPE,
                                "D:(D;;CC;;;" + sid() + ")(A;;CC;;;" + sid() + ")"));
        };
    }

    private MatchType either() {
        return random.nextBoolean() ? MatchType.EQUAL : MatchType.NOT_EQUAL;
    }

    private Condition integer(Field field, DataType type) {
        long a = small(type.integerBits());
        long b = small(type.integerBits());
        if (type == DataType.FWP_UINT32 && field.key().contains("_ADDRESS") && random.nextInt(3) == 0) {
            int length = random.nextInt(33);
            return new Condition(
                    field, either(), new ConditionValue.V4Mask((int) a, length == 0 ? 0 : -1 << 32 - length));
        }
        if (random.nextInt(4) == 0) {
            boolean ordered = Long.compareUnsigned(a, b) <= 0;
            ConditionValue low = new ConditionValue.Number(type, ordered ? a : b);
            return new Condition(
                    field,
                    MatchType.RANGE,
                    new ConditionValue.Range(low, new ConditionValue.Number(type, ordered ? b : a)));
        }
        MatchType[] fitting = {
            MatchType.EQUAL,
            MatchType.NOT_EQUAL,
            MatchType.GREATER,
            MatchType.LESS,
            MatchType.GREATER_OR_EQUAL,
            MatchType.LESS_OR_EQUAL,
            MatchType.FLAGS_ALL_SET,
            MatchType.FLAGS_ANY_SET,
            MatchType.FLAGS_NONE_SET
        };
        return new Condition(field, fitting[random.nextInt(fitting.length)], new ConditionValue.Number(type, a));
    }

    private Condition wide(Field field) {
        ConditionValue.Wide value = wideValue();
        if (field.key().contains("_ADDRESS") && random.nextInt(3) == 0) {
            return new Condition(
                    field, either(), new ConditionValue.V6Mask(value.high(), value.low(), random.nextInt(129)));
        }
        MatchType[] fitting = {
            MatchType.EQUAL,
            MatchType.NOT_EQUAL,
            MatchType.GREATER,
            MatchType.LESS,
            MatchType.GREATER_OR_EQUAL,
            MatchType.LESS_OR_EQUAL
        };
        return new Condition(field, fitting[random.nextInt(fitting.length)], value);
    }

    private Condition blob(Field field) {
        MatchType[] fitting = {
            MatchType.EQUAL,
            MatchType.NOT_EQUAL,
            MatchType.GREATER,
            MatchType.LESS,
            MatchType.GREATER_OR_EQUAL,
            MatchType.LESS_OR_EQUAL,
            MatchType.PREFIX,
            MatchType.NOT_PREFIX
        };
        return new Condition(field, fitting[random.nextInt(fitting.length)], ConditionValue.Blob.of(bytes()));
    }

    /** Fills the fields of a layer; some stay empty. */
    public void fill(Layer layer, FieldValues values) {
        values.clear();
        for (Field field : layer.fields()) {
            if (random.nextInt(8) == 0) {
                continue;
            }
            DataType type = layer.typeOf(field).orElseThrow();
            switch (type) {
                case FWP_UINT8, FWP_UINT16, FWP_UINT32, FWP_UINT64 ->
                    values.setNumber(field, small(type.integerBits()));
                case FWP_BYTE_ARRAY6_TYPE -> values.setNumber(field, small(48));
                case FWP_BYTE_ARRAY16_TYPE -> {
                    ConditionValue.Wide value = wideValue();
                    values.setWide(field, value.high(), value.low());
                }
                case FWP_BYTE_BLOB_TYPE -> values.setBlob(field, bytes());
                case FWP_SID -> values.setSid(field, new Sid(sid()));
                default -> values.setToken(field, token());
            }
        }
    }

    /** One of a few values of the width, the edges among them. */
    private long small(int bits) {
        long most = -1L >>> 64 - bits;
        long[] pool = {0, 1, 2, 6, 17, 53, 80, most, most - 1, most >>> 1, (most >>> 1) + 1};
        return pool[random.nextInt(pool.length)];
    }

    private ConditionValue.Wide wideValue() {
        return new ConditionValue.Wide(small(64), small(64));
    }

    private byte[] bytes() {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private TokenInformation token() {
        Sid packageSid = random.nextBoolean() ? new Sid("S-1-15-2-7") : null;
        return new TokenInformation(
                new Sid("S-1-5-18"), List.of(new Sid(sid())), packageSid, List.of(new Sid("S-1-15-3-1")));
    }

    private String sid() {
        String[] pool = {"S-1-5-18", "S-1-1-0", "S-1-15-2-1", "S-1-15-2-7", "S-1-15-3-1", "S-1-0-0"};
        return pool[random.nextInt(pool.length)];
    }
}
