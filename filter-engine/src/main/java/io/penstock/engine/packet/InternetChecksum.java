// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * The Internet checksum (RFC 1071): the one's complement of the one's complement sum of 16-bit words. Sums are passed on unfolded, so that header,
 * pseudo header and data can be added up one after the other; every part but the last must have an even length.
 */
public final class InternetChecksum {
    private static final int ALL_ONES = 0xFFFF;

    private InternetChecksum() {}

    /**
     * Adds the words of the bytes at {@code [from, to)}; an odd last byte counts as the upper half of a word.
     *
     * @param sum unfolded; it takes 2^32 bytes and more before it overflows
     */
    public static long add(long sum, byte[] bytes, int from, int to) {
        long total = sum;
        int at = from;
        for (; to - at >= 4; at += 4) {
            total += NetworkOrder.u32(bytes, at);
        }
        if (to - at >= 2) {
            total += NetworkOrder.u16(bytes, at);
            at += 2;
        }
        return at < to ? total + (NetworkOrder.u8(bytes, at) << 8) : total;
    }

    /** The sum folded to 16 bits. Over data that contains a right checksum it is 0xFFFF. */
    public static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xFFFF_FFFFL);
        while (folded >>> 16 != 0) {
            folded = (folded >>> 16) + (folded & ALL_ONES);
        }
        return (int) folded;
    }

    /** Whether a sum over data that contains its checksum says that nothing was changed. */
    public static boolean isGood(long sum) {
        return fold(sum) == ALL_ONES;
    }

    /** The checksum to enter, 0 to 65,535, for a sum over data whose checksum field counted as zero. UDP enters 0xFFFF for 0 (RFC 768). */
    public static int of(long sum) {
        return ~fold(sum) & ALL_ONES;
    }

    /**
     * Sum of the IPv4 pseudo header (RFC 9293 section 3.1).
     *
     * @param source index of the source address
     * @param destination index of the final destination's address
     * @param protocol number, 0 to 255
     * @param lengthBytes bytes of transport header and data
     */
    public static long pseudoHeaderV4(byte[] bytes, int source, int destination, int protocol, long lengthBytes) {
        return NetworkOrder.u32(bytes, source) + NetworkOrder.u32(bytes, destination) + protocol + lengthBytes;
    }

    /** Sum of the IPv6 pseudo header (RFC 8200 section 8.1); parameters as for IPv4. */
    public static long pseudoHeaderV6(byte[] bytes, int source, int destination, int protocol, long lengthBytes) {
        long addresses = add(add(0, bytes, source, source + 16), bytes, destination, destination + 16);
        return addresses + lengthBytes + protocol;
    }

    /** A checksum, 0 to 65,535, after one 16-bit word under it was changed (RFC 1624 section 3). */
    public static int update(int checksum, int oldWord, int newWord) {
        long sum = (long) (~checksum & ALL_ONES) + (~oldWord & ALL_ONES) + (newWord & ALL_ONES);
        return of(sum);
    }

    /** A checksum, 0 to 65,535, after 32 bits under it, on a 16-bit boundary, were changed, as an address is. */
    public static int update32(int checksum, int oldValue, int newValue) {
        int upper = update(checksum, oldValue >>> 16, newValue >>> 16);
        return update(upper, oldValue & ALL_ONES, newValue & ALL_ONES);
    }
}
