// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What an ICMP error quotes of the packet it answers (RFC 792, RFC 4443 section 3), {@value #LENGTH} bytes, little-endian, beside the rows of a
 * batch. Source and destination are as in the quoted packet, so the reverse of the error's own way.
 *
 * <pre>
 *  0 u8 VERSION (4, 6)   1 u8 PROTOCOL   2 u16 SOURCE_PORT (ICMP: type)   4 u16 DESTINATION_PORT (ICMP: code)
 *  6 u16 FLAGS (1: ports valid)   8 16B SOURCE_ADDRESS   24 16B DESTINATION_ADDRESS (IPv4: first four bytes)
 * 40 u16 IDENTIFIER (of a quoted ICMP echo, else 0)   42 u16 zero
 * </pre>
 */
public final class QuotedTuple {
    public static final int LENGTH = 44;
    public static final int VERSION = 0;
    public static final int PROTOCOL = 1;
    public static final int SOURCE_PORT = 2;
    public static final int DESTINATION_PORT = 4;
    public static final int FLAGS = 6;
    public static final int SOURCE_ADDRESS = 8;
    public static final int DESTINATION_ADDRESS = 24;
    public static final int IDENTIFIER = 40;
    public static final int FLAG_PORTS = 1;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private QuotedTuple() {}

    /**
     * Offset of an entry in the batch's quoted bytes.
     *
     * @param oneBasedIndex a row's {@link PacketRow#QUOTED}, 1 to 65,535
     */
    public static int offsetOf(int oneBasedIndex) {
        return (oneBasedIndex - 1) * LENGTH;
    }

    public static int version(byte[] quoted, int entry) {
        return quoted[entry + VERSION];
    }

    public static int protocol(byte[] quoted, int entry) {
        return quoted[entry + PROTOCOL] & 0xFF;
    }

    public static int sourcePort(byte[] quoted, int entry) {
        return u16(quoted, entry + SOURCE_PORT);
    }

    public static int destinationPort(byte[] quoted, int entry) {
        return u16(quoted, entry + DESTINATION_PORT);
    }

    /** Whether the ports, or ICMP type and code, of the entry at this offset are valid. */
    public static boolean hasPorts(byte[] quoted, int entry) {
        return (u16(quoted, entry + FLAGS) & FLAG_PORTS) != 0;
    }

    public static int identifier(byte[] quoted, int entry) {
        return u16(quoted, entry + IDENTIFIER);
    }

    static void u16(byte[] quoted, int at, int value) {
        U16.set(quoted, at, (short) value);
    }

    private static int u16(byte[] quoted, int at) {
        return (short) U16.get(quoted, at) & 0xFFFF;
    }
}
