// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.condition.ValueText;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Conditions as a person reads them (spec 3): {@code remote port = 443}, {@code protocol = tcp}, {@code remote address in 10.0.0.0/8}. For people only: no document is read
 * back from it. Any thread.
 *
 * @param layer where the conditions stand
 * @param prefixIsSuffix {@code match.prefixIsSuffix}
 */
public record ConditionText(Layer layer, boolean prefixIsSuffix) {
    private static final Map<String, String> NAMES = Map.of(
            "ALE_APP_ID", "application",
            "ALE_ORIGINAL_APP_ID", "original application",
            "ALE_USER_ID", "user",
            "ALE_PACKAGE_ID", "package",
            "ALE_REMOTE_USER_ID", "remote user",
            "ALE_REMOTE_MACHINE_ID", "remote machine",
            "L2_FLAGS", "L2 flags",
            "VLAN_ID", "VLAN id");

    /** All conditions of a filter, those on one field together: any of them within a field, all across fields (spec 3.4). */
    public String of(List<Condition> conditions) {
        Map<Field, List<Condition>> byField = new LinkedHashMap<>();
        conditions.forEach(one ->
                byField.computeIfAbsent(one.field(), f -> new ArrayList<>()).add(one));
        List<String> parts = new ArrayList<>();
        byField.values().forEach(group -> parts.add(group(group)));
        return String.join(", ", parts);
    }

    private String group(List<Condition> group) {
        StringBuilder text = new StringBuilder(field(group.getFirst().field()));
        MatchType last = null;
        for (Condition one : group) {
            text.append(last == null ? " " : " or ");
            if (one.matchType() != last || one.matchType() != MatchType.EQUAL) {
                text.append(operator(one)).append(' ');
            }
            text.append(value(one));
            last = one.matchType();
        }
        return text.toString();
    }

    /** The field's name in words. ICMP's type and code stand in the ports (spec 2.3, aliases). */
    public String field(Field field) {
        if (layer.family().endsWith("ICMP_ERROR")) {
            if (field == Field.IP_LOCAL_PORT) {
                return "ICMP type";
            }
            if (field == Field.IP_REMOTE_PORT) {
                return "ICMP code";
            }
        }
        return words(field);
    }

    /** The field's name in words, whatever the layer. */
    static String words(Field field) {
        String key = field.key().substring("FWPM_CONDITION_".length());
        String known = NAMES.get(key);
        if (known != null) {
            return known;
        }
        String words = key.startsWith("IP_") ? key.substring(3) : key;
        return words.toLowerCase(Locale.ROOT)
                .replace('_', ' ')
                .replaceAll("\\bmac\\b", "MAC")
                .replaceAll("\\bicmp\\b", "ICMP");
    }

    private String operator(Condition condition) {
        boolean network = condition.value() instanceof ConditionValue.V4Mask
                || condition.value() instanceof ConditionValue.V6Mask;
        if (condition.value().type() == DataType.FWP_SECURITY_DESCRIPTOR_TYPE) {
            return condition.matchType() == MatchType.EQUAL ? "granted by" : "not granted by";
        }
        return switch (condition.matchType()) {
            case EQUAL -> network ? "in" : condition.value() instanceof ConditionValue.Empty ? "is" : "=";
            case NOT_EQUAL -> network ? "not in" : "≠";
            case GREATER -> ">";
            case LESS -> "<";
            case GREATER_OR_EQUAL -> "≥";
            case LESS_OR_EQUAL -> "≤";
            case RANGE -> "in";
            case FLAGS_ALL_SET -> "has all of";
            case FLAGS_ANY_SET -> "has any of";
            case FLAGS_NONE_SET -> "has none of";
            case EQUAL_CASE_INSENSITIVE -> "= (any case)";
            case PREFIX -> prefixIsSuffix ? "ends with" : "begins with";
            case NOT_PREFIX -> prefixIsSuffix ? "does not end with" : "does not begin with";
        };
    }

    private String value(Condition condition) {
        Field field = condition.field();
        return switch (condition.value()) {
            case ConditionValue.Empty() -> "empty";
            case ConditionValue.Number(var type, long number) ->
                number(
                        field,
                        number,
                        ValueText.of(layer, field, condition.value()).text());
            default -> ValueText.of(layer, field, condition.value()).text();
        };
    }

    /** What a field holds, in the same words as the conditions on it. */
    public static String value(Field field, ValueText held) {
        if (held.text().equals("FWP_EMPTY")) {
            return "empty";
        }
        try {
            return number(field, Long.decode(held.text()), held.text());
        } catch (NumberFormatException notANumber) {
            return held.text();
        }
    }

    private static String number(Field field, long number, String plain) {
        Map<Long, String> names = ValueNames.shortest(field);
        String exact = names.get(number);
        if (exact != null) {
            return exact;
        }
        boolean bits = field == Field.FLAGS || field == Field.L2_FLAGS || field == Field.REAUTHORIZE_REASON;
        return bits && number != 0 ? bits(names, number, plain) : plain;
    }

    /** The names of the bits set; the number where one has none. */
    private static String bits(Map<Long, String> names, long number, String plain) {
        List<String> set = new ArrayList<>();
        for (long left = number; left != 0; left &= left - 1) {
            String name = names.get(Long.lowestOneBit(left));
            if (name == null) {
                return plain;
            }
            set.add(name);
        }
        return String.join(" ", set);
    }
}
