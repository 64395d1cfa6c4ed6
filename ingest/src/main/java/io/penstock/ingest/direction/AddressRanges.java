// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

/** Ranges with a meaning of their own, by version, upper and lower bits as in {@link IpAddress}. */
final class AddressRanges {
    private static final long LIMITED_BROADCAST = 0xFFFF_FFFFL;

    private AddressRanges() {}

    /** 127/8 and ::1 (RFC 6890). */
    static boolean isLoopback(int version, long high, long low) {
        return version == 4 ? low >>> 24 == 127 : high == 0 && low == 1;
    }

    /** 224/4 (RFC 5771), ff00::/8 (RFC 4291, section 2.7) and 255.255.255.255. */
    static boolean isMulticastOrBroadcast(int version, long high, long low) {
        return version == 4 ? low >>> 28 == 0xE || low == LIMITED_BROADCAST : high >>> 56 == 0xFF;
    }

    /** 0.0.0.0 and ::. */
    static boolean isUnspecified(long high, long low) {
        return high == 0 && low == 0;
    }

    /** Private (RFC 1918), link-local (RFC 3927; RFC 4291, section 2.5.6) and unique-local (RFC 4193) addresses. */
    static boolean isPrivate(int version, long high, long low) {
        if (version == 6) {
            return high >>> 57 == 0xFC >>> 1 || high >>> 54 == 0xFE80 >>> 6;
        }
        return low >>> 24 == 10 || low >>> 20 == 0xAC1 || low >>> 16 == 0xC0A8 || low >>> 16 == 0xA9FE;
    }
}
