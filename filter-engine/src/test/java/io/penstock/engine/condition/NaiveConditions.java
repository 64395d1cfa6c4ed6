// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Section 3 of the specification written down once more, plainly and slowly, sharing nothing with the compiled tests: numbers are big integers, bytes are
 * compared one by one, security descriptors are taken apart anew. The oracle for conditions.
 */
public final class NaiveConditions {
    private static final Map<String, String> ALIASES = Map.of(
            "WD",
            "S-1-1-0",
            "AN",
            "S-1-5-7",
            "SY",
            "S-1-5-18",
            "AU",
            "S-1-5-11",
            "BA",
            "S-1-5-32-544",
            "AC",
            "S-1-15-2-1");
    private static final Pattern ACE = Pattern.compile("\\(([^()]*)\\)");

    private NaiveConditions() {}

    /** Whether a condition holds for the values of an indication. */
    public static boolean holds(Condition condition, FieldValues values, boolean prefixIsSuffix) {
        return holds(condition, value(condition.value(), condition.field(), values), prefixIsSuffix);
    }

    /**
     * Whether a condition holds for a field's value.
     *
     * @param value null for FWP_EMPTY, a big integer, bytes, a string, the text of a SID or a token
     */
    static boolean holds(Condition condition, Object value, boolean prefixIsSuffix) {
        if (condition.value() instanceof ConditionValue.Empty) {
            return value == null;
        }
        if (value == null || condition.value() instanceof ConditionValue.Carried) {
            return false;
        }
        MatchType matchType = condition.matchType();
        return switch (condition.value()) {
            case ConditionValue.Empty() -> false;
            case ConditionValue.Carried(var _, var _) -> false;
            case ConditionValue.Range(ConditionValue low, ConditionValue high) ->
                compared(condition.field(), value, low) >= 0 && compared(condition.field(), value, high) <= 0;
            case ConditionValue.V4Mask(int address, int mask) -> {
                BigInteger bits = BigInteger.valueOf(mask & 0xFFFFFFFFL);
                BigInteger wanted = BigInteger.valueOf(address & 0xFFFFFFFFL).and(bits);
                yield ((BigInteger) value).and(bits).equals(wanted) == (matchType == MatchType.EQUAL);
            }
            case ConditionValue.V6Mask(long high, long low, int length) -> {
                BigInteger wanted = wide(high, low).shiftRight(128 - length);
                yield ((BigInteger) value).shiftRight(128 - length).equals(wanted) == (matchType == MatchType.EQUAL);
            }
            case ConditionValue.Text(DataType type, String sddl)
            when type == DataType.FWP_SECURITY_DESCRIPTOR_TYPE ->
                grants(sddl, (TokenInformation) value) == (matchType == MatchType.EQUAL);
            default -> single(condition, value, prefixIsSuffix);
        };
    }

    private static boolean single(Condition condition, Object value, boolean prefixIsSuffix) {
        ConditionValue wanted = condition.value();
        return switch (condition.matchType()) {
            case EQUAL -> compared(condition.field(), value, wanted) == 0;
            case NOT_EQUAL -> compared(condition.field(), value, wanted) != 0;
            case GREATER -> compared(condition.field(), value, wanted) > 0;
            case LESS -> compared(condition.field(), value, wanted) < 0;
            case GREATER_OR_EQUAL -> compared(condition.field(), value, wanted) >= 0;
            case LESS_OR_EQUAL -> compared(condition.field(), value, wanted) <= 0;
            case FLAGS_ALL_SET -> ((BigInteger) value).and(integer(wanted)).equals(integer(wanted));
            case FLAGS_ANY_SET -> !((BigInteger) value).and(integer(wanted)).equals(BigInteger.ZERO);
            case FLAGS_NONE_SET -> ((BigInteger) value).and(integer(wanted)).equals(BigInteger.ZERO);
            case EQUAL_CASE_INSENSITIVE -> ((String) value).equalsIgnoreCase(((ConditionValue.Text) wanted).value());
            case PREFIX -> affix(condition.field(), value, wanted, prefixIsSuffix);
            case NOT_PREFIX -> !affix(condition.field(), value, wanted, prefixIsSuffix);
            case RANGE -> throw new IllegalArgumentException("RANGE wants a range");
        };
    }

    /** Below, equal or above. */
    private static int compared(Field field, Object value, ConditionValue wanted) {
        return switch (wanted) {
            case ConditionValue.Blob blob -> order(units(field, (byte[]) value), units(field, blob.bytes()));
            case ConditionValue.Text text
            when value instanceof String string -> order(units(string), units(text.value()));
            case ConditionValue.Text text ->
                order(units(((TokenInformation) value).user().text()), units(text.value()));
            default -> ((BigInteger) value).compareTo(integer(wanted));
        };
    }

    private static boolean affix(Field field, Object value, ConditionValue wanted, boolean ends) {
        int[] all = value instanceof byte[] bytes ? units(field, bytes) : units((String) value);
        int[] part = wanted instanceof ConditionValue.Blob blob
                ? units(field, blob.bytes())
                : units(((ConditionValue.Text) wanted).value());
        int length = part.length;
        if (!ends && isApplicationId(field) && length > 1 && length % 2 == 0) {
            length -= 2;
        }
        if (length > all.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (all[ends ? all.length - length + i : i] != part[i]) {
                return false;
            }
        }
        return true;
    }

    private static int order(int[] a, int[] b) {
        for (int i = 0; i < a.length && i < b.length; i++) {
            if (a[i] != b[i]) {
                return a[i] - b[i];
            }
        }
        return a.length - b.length;
    }

    private static int[] units(String text) {
        return text.chars().toArray();
    }

    /** Bytes as unsigned numbers; application ids in lower case and with their NUL. */
    private static int[] units(Field field, byte[] bytes) {
        byte[] kept = bytes;
        if (isApplicationId(field) && bytes.length % 2 == 0) {
            StringBuilder lower = new StringBuilder();
            for (char c : new String(bytes, StandardCharsets.UTF_16LE).toCharArray()) {
                lower.append(Character.toLowerCase(c));
            }
            if (lower.isEmpty() || lower.charAt(lower.length() - 1) != 0) {
                lower.append('\0');
            }
            kept = lower.toString().getBytes(StandardCharsets.UTF_16LE);
        }
        int[] units = new int[kept.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = kept[i] & 0xFF;
        }
        return units;
    }

    private static boolean isApplicationId(Field field) {
        return field.key().endsWith("ALE_APP_ID") || field.key().endsWith("ALE_ORIGINAL_APP_ID");
    }

    /** "Walk the entries in order; the first one whose SID is among these and whose mask contains the right decides; no list gives true." */
    private static boolean allowed(String sddl, Set<String> sids) {
        int dacl = sddl.indexOf("D:");
        if (dacl < 0 || sddl.contains("NO_ACCESS_CONTROL")) {
            return true;
        }
        Matcher ace = ACE.matcher(sddl.substring(dacl));
        while (ace.find()) {
            String[] parts = ace.group(1).split(";", -1);
            boolean right = parts[2].contains("CC")
                    || parts[2].startsWith("GA")
                    || parts[2].startsWith("0x") && (Integer.decode(parts[2]) & 1) == 1;
            boolean decides = parts[0].equals("A") || parts[0].equals("D");
            if (decides && right && !parts[1].matches("(..)*IO(..)*") && isAmong(parts[5], sids)) {
                return parts[0].equals("A");
            }
        }
        return false;
    }

    private static boolean isAmong(String trustee, Set<String> sids) {
        if (trustee.equals("DU")) {
            return sids.stream().anyMatch(sid -> sid.matches("S-1-5-21(-\\d+){3}-513"));
        }
        return sids.contains(ALIASES.getOrDefault(trustee, trustee));
    }

    private static boolean grants(String sddl, TokenInformation token) {
        Set<String> user = new TreeSet<>(texts(token.groups()));
        user.add(token.user().text());
        Set<String> container = new TreeSet<>(texts(token.capabilities()));
        if (token.packageSid() == null) {
            container.addAll(user);
            return allowed(sddl, container);
        }
        container.add(token.packageSid().text());
        container.add("S-1-15-2-1");
        return allowed(sddl, user) && allowed(sddl, container);
    }

    private static List<String> texts(List<Sid> sids) {
        List<String> texts = new ArrayList<>();
        sids.forEach(sid -> texts.add(sid.text()));
        return texts;
    }

    /** A field's value as the type of the condition's value has it. */
    private static Object value(ConditionValue wanted, Field field, FieldValues values) {
        if (values.isEmpty(field)) {
            return null;
        }
        return switch (wanted) {
            case ConditionValue.Range(ConditionValue low, var _) -> value(low, field, values);
            case ConditionValue.Number(DataType type, var _) -> number(type, values.number(field));
            case ConditionValue.V4Mask(var _, var _) -> number(DataType.FWP_UINT32, values.number(field));
            case ConditionValue.Wide(var _, var _) -> wide(values.highHalf(field), values.number(field));
            case ConditionValue.V6Mask(var _, var _, var _) -> wide(values.highHalf(field), values.number(field));
            case ConditionValue.Empty() -> "something";
            default -> values.object(field) instanceof Sid(String text) ? text : values.object(field);
        };
    }

    private static BigInteger integer(ConditionValue value) {
        return switch (value) {
            case ConditionValue.Number(DataType type, long number) -> number(type, number);
            case ConditionValue.Wide(long high, long low) -> wide(high, low);
            default -> throw new IllegalArgumentException(value + " is no number");
        };
    }

    static BigInteger number(DataType type, long number) {
        return type.name().startsWith("FWP_INT")
                ? BigInteger.valueOf(number)
                : new BigInteger(Long.toUnsignedString(number));
    }

    static BigInteger wide(long high, long low) {
        return number(DataType.FWP_UINT64, high).shiftLeft(64).or(number(DataType.FWP_UINT64, low));
    }
}
