// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.ConditionValue.Wide;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** Reads addresses as text, without asking any name service. */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** A dotted IPv4 address as an unsigned number in host order (four decimal parts, no leading zeros). */
    static OptionalLong v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return OptionalLong.empty();
        }
        long address = 0;
        for (String part : parts) {
            boolean octal = part.length() > 1 && part.startsWith("0");
            OptionalLong value = part.length() > 3 || octal ? OptionalLong.empty() : NumberText.unsigned(part, 8);
            if (value.isEmpty()) {
                return value;
            }
            address = address << 8 | value.getAsLong();
        }
        return OptionalLong.of(address);
    }

    /** An IPv6 address (RFC 4291 section 2.2), or null if it is none. */
    static Wide v6(String text) {
        int gap = text.indexOf("::");
        boolean twoGaps = gap >= 0 && text.indexOf("::", gap + 1) >= 0;
        if (text.indexOf(':') < 0 || text.length() > 45 || twoGaps) {
            return null;
        }
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        List<Integer> tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int missing = GROUPS - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return null;
        }
        for (int i = 0; i < missing; i++) {
            head.add(0);
        }
        head.addAll(tail);
        return new Wide(half(head, 0), half(head, 4));
    }

    /** The groups of a part between gaps, the last possibly dotted; null if one is not right. */
    private static List<Integer> groups(String text, boolean last) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (last && i == parts.length - 1 && part.indexOf('.') > 0) {
                OptionalLong dotted = v4(part);
                if (dotted.isEmpty()) {
                    return null;
                }
                groups.add((int) (dotted.getAsLong() >>> 16));
                groups.add((int) (dotted.getAsLong() & 0xFFFF));
                continue;
            }
            OptionalLong group = part.length() > 4 ? OptionalLong.empty() : NumberText.unsigned("0x" + part, 16);
            if (group.isEmpty()) {
                return null;
            }
            groups.add((int) group.getAsLong());
        }
        return groups;
    }

    private static long half(List<Integer> groups, int from) {
        long half = 0;
        for (int i = from; i < from + 4; i++) {
            half = half << 16 | groups.get(i);
        }
        return half;
    }

    /** A MAC address as 48 bits: {@code 02:00:00:00:00:01}, {@code 02-00-…} or twelve hex digits. */
    static OptionalLong mac(String text) {
        boolean separated = text.matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(-[0-9A-Fa-f]{2}){5}");
        if (!separated && !text.matches("[0-9A-Fa-f]{12}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(HexFormat.fromHexDigitsToLong(text.replaceAll("[:-]", "")));
    }

    /** A UUID or 32 hex digits as 16 bytes, or null if it is neither. */
    static Wide uuid(String text) {
        String digits = text.replaceAll("[{}-]", "");
        if (!digits.matches("[0-9A-Fa-f]{32}")) {
            return null;
        }
        return new Wide(
                HexFormat.fromHexDigitsToLong(digits.substring(0, 16)),
                HexFormat.fromHexDigitsToLong(digits.substring(16)));
    }
}
