// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.worker.signature.rule.RuleText.Part;

/** Reads one address, network or range of addresses. */
final class AddressParser {
    private AddressParser() {}

    static AddressRange range(Part spelled) throws RuleSyntaxException {
        Part part = spelled.trimmed();
        if (part.startsWith("$")) {
            throw part.wrong("the variable " + part.text() + " is not known");
        }
        int dash = part.text().indexOf('-');
        int slash = part.text().indexOf('/');
        if (dash >= 0) {
            return between(part, dash);
        }
        Address address = address(slash < 0 ? part : part.part(0, slash));
        int bits = address.version == 4 ? 32 : 128;
        int prefix = slash < 0 ? bits : prefix(part.part(slash + 1, part.text().length()), address.version, bits);
        return AddressRange.network(address.version, address.high, address.low, prefix);
    }

    private static AddressRange between(Part part, int dash) throws RuleSyntaxException {
        Address first = address(part.part(0, dash).trimmed());
        Address last = address(part.part(dash + 1, part.text().length()).trimmed());
        AddressRange range = new AddressRange(first.version, first.high, first.low, last.high, last.low);
        if (first.version != last.version || range.isUpsideDown()) {
            throw part.wrong("the range " + part.text() + " is upside down");
        }
        return range;
    }

    private static int prefix(Part part, int version, int bits) throws RuleSyntaxException {
        if (version == 4 && part.text().indexOf('.') >= 0) {
            int mask = (int) address(part).low;
            int prefix = Integer.bitCount(mask);
            if (mask != (prefix == 0 ? 0 : -1 << (32 - prefix))) {
                throw part.wrong("not a netmask: " + part.text());
            }
            return prefix;
        }
        return (int) part.number("the prefix length", bits);
    }

    private record Address(int version, long high, long low) {}

    private static Address address(Part part) throws RuleSyntaxException {
        return part.text().indexOf(':') >= 0 ? version6(part) : new Address(4, 0, version4(part, part.text()));
    }

    private static long version4(Part part, String text) throws RuleSyntaxException {
        String[] bytes = text.split("\\.", -1);
        long value = 0;
        for (String spelled : bytes) {
            boolean digits = !spelled.isEmpty()
                    && spelled.length() <= 3
                    && spelled.chars().allMatch(c -> c >= '0' && c <= '9');
            if (bytes.length != 4 || !digits || Integer.parseInt(spelled) > 255) {
                throw part.wrong("not an address: " + part.text());
            }
            value = value << 8 | Integer.parseInt(spelled);
        }
        return value;
    }

    private static Address version6(Part part) throws RuleSyntaxException {
        String text = part.text();
        int gap = text.indexOf("::");
        long[] value = new long[2];
        int[] groups = {0};
        if (gap < 0) {
            append(part, text, value, groups);
            if (groups[0] != 8) {
                throw part.wrong("not an address: " + text);
            }
            return new Address(6, value[0], value[1]);
        }
        append(part, text.substring(0, gap), value, groups);
        long[] tail = new long[2];
        int[] tailGroups = {0};
        append(part, text.substring(gap + 2), tail, tailGroups);
        if (groups[0] + tailGroups[0] > 7) {
            throw part.wrong("not an address: " + text);
        }
        for (int i = groups[0]; i < 8; i++) {
            shift(value, 0);
        }
        return new Address(6, value[0] | tail[0], value[1] | tail[1]);
    }

    private static void append(Part part, String text, long[] value, int[] groups) throws RuleSyntaxException {
        if (text.isEmpty()) {
            return;
        }
        for (String group : text.split(":", -1)) {
            if (group.indexOf('.') >= 0) {
                long low = version4(part, group);
                shift(value, low >>> 16);
                shift(value, low & 0xFFFF);
                groups[0] += 2;
                continue;
            }
            if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                throw part.wrong("not an address: " + part.text());
            }
            shift(value, Integer.parseInt(group, 16));
            groups[0]++;
        }
        if (groups[0] > 8) {
            throw part.wrong("not an address: " + part.text());
        }
    }

    private static void shift(long[] value, long group) {
        value[0] = value[0] << 16 | value[1] >>> 48;
        value[1] = value[1] << 16 | group;
    }
}
