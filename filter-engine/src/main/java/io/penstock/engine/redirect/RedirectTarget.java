// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.redirect;

import java.nio.ByteBuffer;

/**
 * An address and a port, to which a bind or connect goes (spec 6.2).
 *
 * @param ipv6 the address is IPv6's
 * @param high first eight bytes of the address; an IPv4 address is their upper half
 * @param low last eight bytes, 0 for IPv4
 * @param port 0 to 65535; 0 where the protocol has none, or the stack may choose
 */
public record RedirectTarget(boolean ipv6, long high, long low, int port) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /**
     * Checks the address and the port.
     *
     * @throws IllegalArgumentException if the port is outside 0..65535, or an IPv4 address has bits outside its 32
     */
    public RedirectTarget {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
        if (!ipv6 && (low != 0 || (high & 0xFFFF_FFFFL) != 0)) {
            throw new IllegalArgumentException("an IPv4 address is the upper half of high, but there is more: high "
                    + Long.toHexString(high) + ", low " + Long.toHexString(low));
        }
    }

    /** The address in network order, 4 or 16 bytes. */
    public byte[] address() {
        return ipv6
                ? ByteBuffer.allocate(IPV6_BYTES).putLong(high).putLong(low).array()
                : ByteBuffer.allocate(IPV4_BYTES)
                        .putInt((int) (high >>> Integer.SIZE))
                        .array();
    }

    /**
     * An address in network order, and a port.
     *
     * @param address 4 or 16 bytes
     * @param port 0 to 65535
     * @throws IllegalArgumentException if the address has another length, or the port is outside its range
     */
    public static RedirectTarget of(byte[] address, int port) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return switch (address.length) {
            case IPV4_BYTES -> new RedirectTarget(false, (long) bytes.getInt() << Integer.SIZE, 0, port);
            case IPV6_BYTES -> new RedirectTarget(true, bytes.getLong(), bytes.getLong(), port);
            default -> throw new IllegalArgumentException("an address of " + address.length + " bytes, not 4 or 16");
        };
    }
}
