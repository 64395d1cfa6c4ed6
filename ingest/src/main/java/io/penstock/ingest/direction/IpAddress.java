// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An IP address as two numbers.
 *
 * @param version 4 or 6
 * @param high upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
record IpAddress(int version, long high, long low) {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int version = bytes.length == 4 ? 4 : 6;
        return new IpAddress(version, highAt(version, bytes, 0), lowAt(version, bytes, 0));
    }

    static long highAt(int version, byte[] bytes, int at) {
        return version == 4 ? 0 : (long) LONG.get(bytes, at);
    }

    static long lowAt(int version, byte[] bytes, int at) {
        return version == 4 ? (int) INT.get(bytes, at) & 0xFFFF_FFFFL : (long) LONG.get(bytes, at + 8);
    }

    InetAddress toInetAddress() {
        ByteBuffer bytes = version == 4
                ? ByteBuffer.allocate(4).putInt((int) low)
                : ByteBuffer.allocate(16).putLong(high).putLong(low);
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 or 16 bytes are an address", impossible);
        }
    }
}
