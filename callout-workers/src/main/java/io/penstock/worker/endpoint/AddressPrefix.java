// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.endpoint;

import io.penstock.engine.packet.IpAddressText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Addresses that begin with the same bits (RFC 4632, RFC 4291 section 2.3). Halves are in host order; an IPv4 address stands in the lower 32 bits.
 *
 * @param ipv6 of which IP version
 * @param high upper half of the first address, 0 for IPv4
 * @param low lower half
 * @param hostBits bits that differ: 0 to 32, or to 128
 */
public record AddressPrefix(boolean ipv6, long high, long low, int hostBits) {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    /**
     * Reads {@code address} or {@code address/length}.
     *
     * @throws IllegalArgumentException if it is neither, or has bits behind the prefix
     */
    public static AddressPrefix parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        boolean ipv6 = !(address instanceof Inet4Address);
        int bits = ipv6 ? IPV6_BITS : IPV4_BITS;
        int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("prefix length " + length + " is outside 0 to " + bits);
        }
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        long high = ipv6 ? bytes.getLong() : 0;
        long low = ipv6 ? bytes.getLong() : bytes.getInt() & 0xFFFF_FFFFL;
        AddressPrefix prefix = new AddressPrefix(ipv6, high, low, bits - length);
        if ((high & prefix.hostHigh()) != 0 || (low & prefix.hostLow()) != 0) {
            throw new IllegalArgumentException("bits are set behind the prefix");
        }
        return prefix;
    }

    private long hostHigh() {
        return hostBits <= 64 ? 0 : ones(hostBits - 64);
    }

    private long hostLow() {
        return ones(Math.min(hostBits, 64));
    }

    private static long ones(int bits) {
        return bits == 0 ? 0 : -1L >>> 64 - bits;
    }

    /** Whether an end's address begins so. */
    public boolean contains(Endpoint end) {
        return end.ipv6() == ipv6 && ((end.high() ^ high) & ~hostHigh()) == 0 && ((end.low() ^ low) & ~hostLow()) == 0;
    }

    /** Whether an address begins with both. */
    public boolean overlaps(AddressPrefix other) {
        if (ipv6 != other.ipv6) {
            return false;
        }
        boolean isWider = hostBits >= other.hostBits;
        AddressPrefix wider = isWider ? this : other;
        AddressPrefix narrower = isWider ? other : this;
        return wider.contains(new Endpoint(ipv6, narrower.high, narrower.low, Endpoint.NO_PORT));
    }

    /** The address of this prefix that has the host bits of one in a prefix of the same length. */
    public Endpoint withHostOf(Endpoint end, int port) {
        return new Endpoint(ipv6, high | end.high() & hostHigh(), low | end.low() & hostLow(), port);
    }

    /** Which address of the prefix this is; for prefixes of 16 host bits at most. */
    public int indexOf(Endpoint end) {
        return (int) (end.low() & hostLow());
    }

    /** The address of that number within the prefix, with a port. */
    public Endpoint at(int index, int port) {
        return new Endpoint(ipv6, high, low | index, port);
    }

    @Override
    public String toString() {
        String address = ipv6 ? IpAddressText.v6(high, low) : IpAddressText.v4((int) low);
        return hostBits == 0 ? address : address + "/" + ((ipv6 ? IPV6_BITS : IPV4_BITS) - hostBits);
    }
}
