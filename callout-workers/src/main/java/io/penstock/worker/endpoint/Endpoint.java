// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.endpoint;

import io.penstock.engine.packet.IpAddressText;

/**
 * One end of a packet. Halves are in host order; an IPv4 address stands in the lower 32 bits.
 *
 * @param port TCP or UDP port, identifier of an ICMP echo, or {@link #NO_PORT}
 */
public record Endpoint(boolean ipv6, long high, long low, int port) {
    /** There is none, or it is not known. */
    public static final int NO_PORT = -1;

    /** Whether both are at one address. */
    public boolean hasAddressOf(Endpoint other) {
        return ipv6 == other.ipv6 && high == other.high && low == other.low;
    }

    /** The same address with another port. */
    public Endpoint withPort(int other) {
        return other == port ? this : new Endpoint(ipv6, high, low, other);
    }

    @Override
    public String toString() {
        String address = ipv6 ? IpAddressText.v6(high, low) : IpAddressText.v4((int) low);
        if (port == NO_PORT) {
            return address;
        }
        return ipv6 ? "[" + address + "]:" + port : address + ":" + port;
    }
}
