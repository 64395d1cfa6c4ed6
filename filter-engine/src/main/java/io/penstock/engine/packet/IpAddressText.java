// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Spells addresses as people and other tools do: IPv4 dotted, IPv6 by RFC 5952. */
public final class IpAddressText {
    private static final int GROUPS = 8;

    private IpAddressText() {}

    /** An IPv4 address given as a 32-bit number in host order. */
    public static String v4(int address) {
        return appendV4(new StringBuilder(15), address).toString();
    }

    /** An IPv6 address given as its first and last eight bytes, big-endian. */
    public static String v6(long high, long low) {
        StringBuilder text = new StringBuilder(39);
        boolean mapped = high == 0 && low >>> 32 == 0xFFFF;
        // inet_ntop dots these two forms; ::1 and :: themselves it does not.
        boolean compatible = high == 0 && low >>> 32 == 0 && low >>> 16 != 0;
        if (mapped || compatible) {
            return appendV4(text.append(mapped ? "::ffff:" : "::"), (int) low).toString();
        }
        int zeros = longestZeroRun(high, low);
        int start = zeros >>> 8;
        int end = start + (zeros & 0xFF);
        for (int group = 0; group < GROUPS; group++) {
            if (group == start && end > start) {
                text.append("::");
                group = end - 1;
            } else {
                if (group > 0 && group != end) {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(high, low, group)));
            }
        }
        return text.toString();
    }

    private static StringBuilder appendV4(StringBuilder text, int address) {
        return text.append(address >>> 24)
                .append('.')
                .append(address >>> 16 & 0xFF)
                .append('.')
                .append(address >>> 8 & 0xFF)
                .append('.')
                .append(address & 0xFF);
    }

    private static int group(long high, long low, int group) {
        long half = group < 4 ? high : low;
        return (int) (half >>> (3 - (group & 3)) * 16) & 0xFFFF;
    }

    /** First group and length of the longest run of two or more zero groups, as start &lt;&lt; 8 | length; length 0: none. */
    private static int longestZeroRun(long high, long low) {
        int best = GROUPS << 8;
        int run = 0;
        for (int group = 0; group < GROUPS; group++) {
            run = group(high, low, group) == 0 ? run + 1 : 0;
            if (run > Math.max(1, best & 0xFF)) {
                best = (group - run + 1) << 8 | run;
            }
        }
        return best;
    }
}
