// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The automatic weight of a filter, algorithm "V1" (spec 1.9): 60 bits in slots by kind of field, so that more specific filters are heavier. */
public final class AutomaticWeight {
    /** Highest range that a filter may name (FWP_UINT8). */
    public static final int MAX_RANGE = 15;

    private static final int AUTOMATIC_BITS = 60;
    private static final String PREFIX = "FWPM_CONDITION_";

    private AutomaticWeight() {}

    /**
     * A range in the high 4 bits above the automatic weight, unsigned 64 bits.
     *
     * @param range 0 to {@value #MAX_RANGE}; who takes it from outside has refused any other with FWP_E_INVALID_WEIGHT
     */
    public static long inRange(int range, Layer layer, List<Condition> conditions) {
        return (long) range << AUTOMATIC_BITS | of(layer, conditions);
    }

    /** The automatic weight, below 2^60. */
    public static long of(Layer layer, List<Condition> conditions) {
        Map<Field, List<Condition>> groups = conditions.stream()
                .collect(Collectors.groupingBy(Condition::field, LinkedHashMap::new, Collectors.toList()));
        int[] slots = new int[Slot.values().length];
        for (Map.Entry<Field, List<Condition>> group : groups.entrySet()) {
            Slot slot = Slot.of(group.getKey().key().substring(PREFIX.length()));
            int width = width(layer.typeOf(group.getKey()).orElseThrow());
            slots[slot.ordinal()] = switch (slot) {
                case LINK, OTHER -> Math.min(slots[slot.ordinal()] + 1, slot.most);
                default ->
                    // Some layers have two fields for one slot, such as an address of either IP version: the more
                    // specific counts.
                    Math.max(slots[slot.ordinal()], slot.valued ? specificity(group.getValue(), width) : 1);
            };
        }
        long weight = 0;
        for (Slot slot : Slot.values()) {
            weight |= (long) slots[slot.ordinal()] << slot.shift;
        }
        return weight;
    }

    private static int width(DataType type) {
        return type.integerBits() > 0 ? type.integerBits() : 128;
    }

    /** {@code 1 + floor(width - log2(values accepted))}; 1 for groups that exclude. */
    private static int specificity(List<Condition> group, int width) {
        BigInteger accepted = BigInteger.ZERO;
        for (Condition condition : group) {
            if (condition.matchType() == MatchType.NOT_EQUAL || condition.matchType() == MatchType.NOT_PREFIX) {
                return 1;
            }
            accepted = accepted.add(accepted(condition, width));
        }
        int bits =
                accepted.signum() == 0 ? 0 : accepted.subtract(BigInteger.ONE).bitLength();
        return 1 + Math.max(0, width - bits);
    }

    private static BigInteger accepted(Condition condition, int width) {
        BigInteger all = BigInteger.ONE.shiftLeft(width);
        return switch (condition.value()) {
            case ConditionValue.V4Mask(var _, int mask) -> BigInteger.ONE.shiftLeft(32 - Integer.bitCount(mask));
            case ConditionValue.V6Mask(var _, var _, int length) -> BigInteger.ONE.shiftLeft(128 - length);
            case ConditionValue.Range(ConditionValue low, ConditionValue high) ->
                number(high).subtract(number(low)).add(BigInteger.ONE);
            case ConditionValue.Number value -> oneSided(condition.matchType(), number(value), all);
            case ConditionValue.Wide value -> oneSided(condition.matchType(), number(value), all);
            default -> BigInteger.ONE;
        };
    }

    private static BigInteger oneSided(MatchType matchType, BigInteger value, BigInteger all) {
        return switch (matchType) {
            case GREATER -> all.subtract(value).subtract(BigInteger.ONE);
            case GREATER_OR_EQUAL -> all.subtract(value);
            case LESS -> value;
            case LESS_OR_EQUAL -> value.add(BigInteger.ONE);
            case FLAGS_ALL_SET, FLAGS_NONE_SET -> all.shiftRight(value.bitCount());
            case FLAGS_ANY_SET -> all.subtract(all.shiftRight(value.bitCount()));
            default -> BigInteger.ONE;
        };
    }

    private static BigInteger number(ConditionValue value) {
        return switch (value) {
            case ConditionValue.Number(var _, long number) -> new BigInteger(Long.toUnsignedString(number));
            case ConditionValue.Wide(long high, long low) ->
                new BigInteger(Long.toUnsignedString(high))
                        .shiftLeft(64)
                        .add(new BigInteger(Long.toUnsignedString(low)));
            default -> BigInteger.ZERO;
        };
    }

    /**
     * The slots of V1, most significant first; {@code valued}: how specific the value is counts, not only that it is asked; {@code most}: the
     * highest value a slot takes.
     */
    private enum Slot {
        REMOTE_ADDRESS(52, true),
        LOCAL_ADDRESS(44, true),
        PROTOCOL(40, true),
        LOCAL_PORT(35, true),
        REMOTE_PORT(30, true),
        INTERFACE(29),
        APPLICATION(28),
        USER(27),
        PACKAGE(26),
        FLAGS(25),
        INTERFACE_TYPE(24),
        PROFILE(23),
        LINK(16, 127),
        OTHER(8, 255);

        private final int shift;
        private final boolean valued;
        private final int most;

        Slot(int shift) {
            this(shift, false, 1);
        }

        Slot(int shift, boolean valued) {
            this(shift, valued, 1 + 128);
        }

        Slot(int shift, int most) {
            this(shift, false, most);
        }

        Slot(int shift, boolean valued, int most) {
            this.shift = shift;
            this.valued = valued;
            this.most = most;
        }

        static Slot of(String name) {
            return switch (name) {
                case "IP_REMOTE_ADDRESS", "IP_DESTINATION_ADDRESS", "IP_REMOTE_ADDRESS_V4", "IP_REMOTE_ADDRESS_V6" ->
                    REMOTE_ADDRESS;
                case "IP_LOCAL_ADDRESS", "IP_SOURCE_ADDRESS", "IP_LOCAL_ADDRESS_V4", "IP_LOCAL_ADDRESS_V6" ->
                    LOCAL_ADDRESS;
                case "IP_PROTOCOL" -> PROTOCOL;
                case "IP_LOCAL_PORT", "IP_SOURCE_PORT" -> LOCAL_PORT;
                case "IP_REMOTE_PORT", "IP_DESTINATION_PORT" -> REMOTE_PORT;
                case "ALE_APP_ID", "ALE_ORIGINAL_APP_ID" -> APPLICATION;
                case "ALE_USER_ID", "ALE_REMOTE_USER_ID", "ALE_REMOTE_MACHINE_ID", "REMOTE_USER_TOKEN", "REMOTE_ID" ->
                    USER;
                case "ALE_PACKAGE_ID", "ALE_PACKAGE_FAMILY_NAME", "ALE_SECURITY_ATTRIBUTE_FQBN_VALUE" -> PACKAGE;
                case "FLAGS", "L2_FLAGS" -> FLAGS;
                case "ETHER_TYPE", "VLAN_ID" -> LINK;
                default -> bySuffix(name);
            };
        }

        private static Slot bySuffix(String name) {
            if (name.contains("MAC_") && name.endsWith("_ADDRESS")) {
                return LINK;
            }
            if (name.endsWith("_INTERFACE") || name.endsWith("INTERFACE_INDEX")) {
                return INTERFACE;
            }
            if (name.endsWith("INTERFACE_TYPE") || name.endsWith("TUNNEL_TYPE")) {
                return INTERFACE_TYPE;
            }
            return name.endsWith("PROFILE_ID") ? PROFILE : OTHER;
        }
    }
}
