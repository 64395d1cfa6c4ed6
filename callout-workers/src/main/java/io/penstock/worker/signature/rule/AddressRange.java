// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

/**
 * Addresses of one IP version from the first to the last, as unsigned 128-bit numbers. An IPv4 address is in {@code low}.
 *
 * @param version 4 or 6
 */
record AddressRange(int version, long firstHigh, long firstLow, long lastHigh, long lastLow) {
    boolean contains(int ofVersion, long high, long low) {
        return version == ofVersion
                && compare(high, low, firstHigh, firstLow) >= 0
                && compare(high, low, lastHigh, lastLow) <= 0;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    boolean isUpsideDown() {
        return compare(firstHigh, firstLow, lastHigh, lastLow) > 0;
    }

    /** All addresses that share this one's first {@code prefix} bits. */
    static AddressRange network(int version, long high, long low, int prefix) {
        int bits = version == 4 ? prefix + 96 : prefix;
        long maskHigh = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
        long maskLow = bits <= 64 ? 0 : bits == 128 ? -1L : -1L << (128 - bits);
        if (version == 4) {
            long most = 0xFFFF_FFFFL;
            return new AddressRange(4, 0, low & maskLow & most, 0, (low | ~maskLow) & most);
        }
        return new AddressRange(6, high & maskHigh, low & maskLow, high | ~maskHigh, low | ~maskLow);
    }
}
