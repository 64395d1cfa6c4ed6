// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One decoded packet as {@value #ROW_LENGTH} bytes, little-endian, fixed width: the form in which packets travel and are classified. This page is
 * the documentation of the layout; a reader in another language needs nothing else. Readers refuse a row version they do not know.
 *
 * <pre>
 *   0 u64 SEQUENCE                 the packet's number at its agent
 *   8 i64 CAPTURE_TIME_NANOS       nanoseconds since 1970-01-01 UTC
 *  16 u32 WIRE_LENGTH              bytes on the wire
 *  20 u32 CAPTURED_LENGTH          bytes the capture holds, before snapping
 *  24 u32 FRAME_OFFSET             where the shipped bytes start in the batch's frames
 *  28 u32 FRAME_LENGTH             shipped bytes; 0: none
 *  32 u8  KIND                     0 not IP, 1 IPv4, 2 IPv6, 3 malformed
 *  33 u8  DIRECTION                0 outbound, 1 inbound, 2 forward; set by the agent after decoding
 *  34 u16 FLAGS                    1 loopback, 2 MAC frame, 4 looks like Ethernet, 8 fragment, 16 later fragment,
 *                                  32 first fragment unseen, 64 ICMP error, 128 ports valid, 256 last fragment; set by agents that know: 512 weak host,
 *                                  1024 protected by IPsec, 2048 raw socket
 *  36 u8  IP_PROTOCOL              after extension headers and AH
 *  37 u8  DESTINATION_ADDRESS_TYPE 0 unspecified, 1 unicast, 3 multicast, 4 broadcast
 *  38 u8  SOURCE_ADDRESS_TYPE      likewise
 *  39 u8  TCP_FLAGS                CWR ECE URG ACK PSH RST SYN FIN, FIN lowest
 *  40 u16 SOURCE_PORT              TCP, UDP, UDP-Lite, SCTP, DCCP; ICMP: type
 *  42 u16 DESTINATION_PORT         likewise; ICMP: code
 *  44 u32 TCP_SEQUENCE             ICMP with an identifier: identifier &lt;&lt; 16 | sequence; malformed: needed
 *  48 u32 TCP_ACKNOWLEDGEMENT      malformed: available
 *  52 u16 LINK_TYPE                LINKTYPE_ value of the capture
 *  54 u16 ETHER_TYPE               behind VLAN tags, 0 where the link has none (802.3 length included)
 *  56 u16 VLAN_ID                  outermost tag; 0xFFFF: none
 *  58 u16 MALFORMED_REASON         {@link MalformedReason#code()}; 0: none
 *  60 u32 MALFORMED_OFFSET         where the header at fault starts in the frame
 *  64 u32 NETWORK_OFFSET           IP header, or what follows the link header; malformed: -1 where not reached
 *  68 u32 TRANSPORT_OFFSET         transport header; a fragment's data; malformed: -1 where not reached
 *  72 u32 PAYLOAD_OFFSET           behind the transport header; a fragment's data
 *  76 u32 PAYLOAD_LENGTH           as the headers say, at most what was on the wire; may exceed the captured bytes
 *  80 6B  SOURCE_MAC               zero where the link has none
 *  86 6B  DESTINATION_MAC          likewise
 *  92 u32 INTERFACE                interface number of the capture; SLL2: the index in its header
 *  96 16B SOURCE_ADDRESS           network byte order; IPv4: the first four bytes
 * 112 16B DESTINATION_ADDRESS      likewise
 * 128 u32 FRAGMENT_ID              IPv4 identification or IPv6 fragment identification
 * 132 u16 FRAGMENT_OFFSET          bytes
 * 134 u16 QUOTED                   1-based index of the {@link QuotedTuple} in the batch's quoted bytes; 0: none
 * </pre>
 *
 * Accessors are static and take the row's array and its offset there; they check nothing but the array's own bounds, outside which they throw
 * {@link IndexOutOfBoundsException}. Setters keep the lowest bits of a value that is too large for its field. Unsigned 32-bit fields come back as
 * {@code int}, to be widened by the reader, except WIRE_LENGTH, CAPTURED_LENGTH and PAYLOAD_LENGTH, which come as {@code long}.
 */
public final class PacketRow {
    public static final int ROW_LENGTH = 136;
    public static final int ROW_VERSION = 1;

    public static final int SEQUENCE = 0;
    public static final int CAPTURE_TIME_NANOS = 8;
    public static final int WIRE_LENGTH = 16;
    public static final int CAPTURED_LENGTH = 20;
    public static final int FRAME_OFFSET = 24;
    public static final int FRAME_LENGTH = 28;
    public static final int KIND = 32;
    public static final int DIRECTION = 33;
    public static final int FLAGS = 34;
    public static final int IP_PROTOCOL = 36;
    public static final int DESTINATION_ADDRESS_TYPE = 37;
    public static final int SOURCE_ADDRESS_TYPE = 38;
    public static final int TCP_FLAGS = 39;
    public static final int SOURCE_PORT = 40;
    public static final int DESTINATION_PORT = 42;
    public static final int TCP_SEQUENCE = 44;
    public static final int TCP_ACKNOWLEDGEMENT = 48;
    public static final int LINK_TYPE = 52;
    public static final int ETHER_TYPE = 54;
    public static final int VLAN_ID = 56;
    public static final int MALFORMED_REASON = 58;
    public static final int MALFORMED_OFFSET = 60;
    public static final int NETWORK_OFFSET = 64;
    public static final int TRANSPORT_OFFSET = 68;
    public static final int PAYLOAD_OFFSET = 72;
    public static final int PAYLOAD_LENGTH = 76;
    public static final int SOURCE_MAC = 80;
    public static final int DESTINATION_MAC = 86;
    public static final int INTERFACE = 92;
    public static final int SOURCE_ADDRESS = 96;
    public static final int DESTINATION_ADDRESS = 112;
    public static final int FRAGMENT_ID = 128;
    public static final int FRAGMENT_OFFSET = 132;
    public static final int QUOTED = 134;

    public static final int KIND_NON_IP = 0;
    public static final int KIND_IPV4 = 1;
    public static final int KIND_IPV6 = 2;
    public static final int KIND_MALFORMED = 3;

    public static final int OUTBOUND = 0;
    public static final int INBOUND = 1;
    public static final int FORWARD = 2;

    public static final int FLAG_LOOPBACK = 1;
    public static final int FLAG_MAC_FRAME = 2;
    public static final int FLAG_ETHERNET = 4;
    public static final int FLAG_FRAGMENT = 8;
    public static final int FLAG_LATER_FRAGMENT = 16;
    public static final int FLAG_FIRST_UNSEEN = 32;
    public static final int FLAG_ICMP_ERROR = 64;
    public static final int FLAG_PORTS = 128;
    public static final int FLAG_LAST_FRAGMENT = 256;
    /** The host forwards, and the interface is not the one that owns the local address. */
    public static final int FLAG_WEAK_HOST = 512;

    /** The packet came in, or leaves, protected by IPsec. */
    public static final int FLAG_IPSEC = 1024;

    /** A raw socket sent or takes it. */
    public static final int FLAG_RAW_ENDPOINT = 2048;

    public static final int ADDRESS_UNSPECIFIED = 0;
    public static final int ADDRESS_UNICAST = 1;
    public static final int ADDRESS_MULTICAST = 3;
    public static final int ADDRESS_BROADCAST = 4;

    /** VLAN_ID of a frame without a tag. */
    public static final int NO_VLAN = 0xFFFF;
    /** NETWORK_OFFSET or TRANSPORT_OFFSET of a malformed row whose decoding did not get that far. */
    public static final int NOT_REACHED = -1;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle NET32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle NET64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private PacketRow() {}

    public static long sequence(byte[] rows, int row) {
        return (long) U64.get(rows, row + SEQUENCE);
    }

    public static void sequence(byte[] rows, int row, long value) {
        U64.set(rows, row + SEQUENCE, value);
    }

    public static long captureTimeNanos(byte[] rows, int row) {
        return (long) U64.get(rows, row + CAPTURE_TIME_NANOS);
    }

    public static void captureTimeNanos(byte[] rows, int row, long value) {
        U64.set(rows, row + CAPTURE_TIME_NANOS, value);
    }

    public static long wireLength(byte[] rows, int row) {
        return (int) U32.get(rows, row + WIRE_LENGTH) & 0xFFFF_FFFFL;
    }

    public static void wireLength(byte[] rows, int row, long value) {
        U32.set(rows, row + WIRE_LENGTH, (int) value);
    }

    public static long capturedLength(byte[] rows, int row) {
        return (int) U32.get(rows, row + CAPTURED_LENGTH) & 0xFFFF_FFFFL;
    }

    public static void capturedLength(byte[] rows, int row, long value) {
        U32.set(rows, row + CAPTURED_LENGTH, (int) value);
    }

    public static long payloadLength(byte[] rows, int row) {
        return (int) U32.get(rows, row + PAYLOAD_LENGTH) & 0xFFFF_FFFFL;
    }

    public static void payloadLength(byte[] rows, int row, long value) {
        U32.set(rows, row + PAYLOAD_LENGTH, (int) value);
    }

    public static int frameOffset(byte[] rows, int row) {
        return (int) U32.get(rows, row + FRAME_OFFSET);
    }

    public static void frameOffset(byte[] rows, int row, int value) {
        U32.set(rows, row + FRAME_OFFSET, value);
    }

    public static int frameLength(byte[] rows, int row) {
        return (int) U32.get(rows, row + FRAME_LENGTH);
    }

    public static void frameLength(byte[] rows, int row, int value) {
        U32.set(rows, row + FRAME_LENGTH, value);
    }

    public static int tcpSequence(byte[] rows, int row) {
        return (int) U32.get(rows, row + TCP_SEQUENCE);
    }

    public static void tcpSequence(byte[] rows, int row, int value) {
        U32.set(rows, row + TCP_SEQUENCE, value);
    }

    public static int tcpAcknowledgement(byte[] rows, int row) {
        return (int) U32.get(rows, row + TCP_ACKNOWLEDGEMENT);
    }

    public static void tcpAcknowledgement(byte[] rows, int row, int value) {
        U32.set(rows, row + TCP_ACKNOWLEDGEMENT, value);
    }

    public static int malformedOffset(byte[] rows, int row) {
        return (int) U32.get(rows, row + MALFORMED_OFFSET);
    }

    public static void malformedOffset(byte[] rows, int row, int value) {
        U32.set(rows, row + MALFORMED_OFFSET, value);
    }

    public static int networkOffset(byte[] rows, int row) {
        return (int) U32.get(rows, row + NETWORK_OFFSET);
    }

    public static void networkOffset(byte[] rows, int row, int value) {
        U32.set(rows, row + NETWORK_OFFSET, value);
    }

    public static int transportOffset(byte[] rows, int row) {
        return (int) U32.get(rows, row + TRANSPORT_OFFSET);
    }

    public static void transportOffset(byte[] rows, int row, int value) {
        U32.set(rows, row + TRANSPORT_OFFSET, value);
    }

    public static int payloadOffset(byte[] rows, int row) {
        return (int) U32.get(rows, row + PAYLOAD_OFFSET);
    }

    public static void payloadOffset(byte[] rows, int row, int value) {
        U32.set(rows, row + PAYLOAD_OFFSET, value);
    }

    /** The field INTERFACE: number of the interface, 32 bits. */
    public static int interfaceId(byte[] rows, int row) {
        return (int) U32.get(rows, row + INTERFACE);
    }

    /** Sets the field INTERFACE: number of the interface, 32 bits. */
    public static void interfaceId(byte[] rows, int row, int value) {
        U32.set(rows, row + INTERFACE, value);
    }

    public static int fragmentId(byte[] rows, int row) {
        return (int) U32.get(rows, row + FRAGMENT_ID);
    }

    public static void fragmentId(byte[] rows, int row, int value) {
        U32.set(rows, row + FRAGMENT_ID, value);
    }

    public static int flags(byte[] rows, int row) {
        return (short) U16.get(rows, row + FLAGS) & 0xFFFF;
    }

    public static void flags(byte[] rows, int row, int value) {
        U16.set(rows, row + FLAGS, (short) value);
    }

    public static int sourcePort(byte[] rows, int row) {
        return (short) U16.get(rows, row + SOURCE_PORT) & 0xFFFF;
    }

    public static void sourcePort(byte[] rows, int row, int value) {
        U16.set(rows, row + SOURCE_PORT, (short) value);
    }

    public static int destinationPort(byte[] rows, int row) {
        return (short) U16.get(rows, row + DESTINATION_PORT) & 0xFFFF;
    }

    public static void destinationPort(byte[] rows, int row, int value) {
        U16.set(rows, row + DESTINATION_PORT, (short) value);
    }

    public static int linkType(byte[] rows, int row) {
        return (short) U16.get(rows, row + LINK_TYPE) & 0xFFFF;
    }

    public static void linkType(byte[] rows, int row, int value) {
        U16.set(rows, row + LINK_TYPE, (short) value);
    }

    public static int etherType(byte[] rows, int row) {
        return (short) U16.get(rows, row + ETHER_TYPE) & 0xFFFF;
    }

    public static void etherType(byte[] rows, int row, int value) {
        U16.set(rows, row + ETHER_TYPE, (short) value);
    }

    public static int vlanId(byte[] rows, int row) {
        return (short) U16.get(rows, row + VLAN_ID) & 0xFFFF;
    }

    public static void vlanId(byte[] rows, int row, int value) {
        U16.set(rows, row + VLAN_ID, (short) value);
    }

    public static int malformedReason(byte[] rows, int row) {
        return (short) U16.get(rows, row + MALFORMED_REASON) & 0xFFFF;
    }

    public static void malformedReason(byte[] rows, int row, int value) {
        U16.set(rows, row + MALFORMED_REASON, (short) value);
    }

    public static int fragmentOffset(byte[] rows, int row) {
        return (short) U16.get(rows, row + FRAGMENT_OFFSET) & 0xFFFF;
    }

    public static void fragmentOffset(byte[] rows, int row, int value) {
        U16.set(rows, row + FRAGMENT_OFFSET, (short) value);
    }

    public static int quoted(byte[] rows, int row) {
        return (short) U16.get(rows, row + QUOTED) & 0xFFFF;
    }

    public static void quoted(byte[] rows, int row, int value) {
        U16.set(rows, row + QUOTED, (short) value);
    }

    public static int kind(byte[] rows, int row) {
        return rows[row + KIND] & 0xFF;
    }

    public static void kind(byte[] rows, int row, int value) {
        rows[row + KIND] = (byte) value;
    }

    public static int direction(byte[] rows, int row) {
        return rows[row + DIRECTION] & 0xFF;
    }

    public static void direction(byte[] rows, int row, int value) {
        rows[row + DIRECTION] = (byte) value;
    }

    public static int ipProtocol(byte[] rows, int row) {
        return rows[row + IP_PROTOCOL] & 0xFF;
    }

    public static void ipProtocol(byte[] rows, int row, int value) {
        rows[row + IP_PROTOCOL] = (byte) value;
    }

    public static int destinationAddressType(byte[] rows, int row) {
        return rows[row + DESTINATION_ADDRESS_TYPE] & 0xFF;
    }

    public static void destinationAddressType(byte[] rows, int row, int value) {
        rows[row + DESTINATION_ADDRESS_TYPE] = (byte) value;
    }

    public static int sourceAddressType(byte[] rows, int row) {
        return rows[row + SOURCE_ADDRESS_TYPE] & 0xFF;
    }

    public static void sourceAddressType(byte[] rows, int row, int value) {
        rows[row + SOURCE_ADDRESS_TYPE] = (byte) value;
    }

    public static int tcpFlags(byte[] rows, int row) {
        return rows[row + TCP_FLAGS] & 0xFF;
    }

    public static void tcpFlags(byte[] rows, int row, int value) {
        rows[row + TCP_FLAGS] = (byte) value;
    }

    /** Whether all of these {@code FLAG_} bits are set. */
    public static boolean has(byte[] rows, int row, int flag) {
        return (flags(rows, row) & flag) == flag;
    }

    /** Sets these {@code FLAG_} bits besides those that are set. */
    public static void addFlags(byte[] rows, int row, int added) {
        flags(rows, row, flags(rows, row) | added);
    }

    /** IPv4 source as a 32-bit number, host order. */
    public static int sourceV4(byte[] rows, int row) {
        return (int) NET32.get(rows, row + SOURCE_ADDRESS);
    }

    /** IPv4 destination as a 32-bit number, host order. */
    public static int destinationV4(byte[] rows, int row) {
        return (int) NET32.get(rows, row + DESTINATION_ADDRESS);
    }

    /** Eight bytes in network order, such as half an address, from index {@code at} of any array. */
    public static long networkLong(byte[] bytes, int at) {
        return (long) NET64.get(bytes, at);
    }

    /** First eight bytes of the source; for IPv4 the address is its upper half. */
    public static long sourceHigh(byte[] rows, int row) {
        return (long) NET64.get(rows, row + SOURCE_ADDRESS);
    }

    /** Last eight bytes of the source; 0 for IPv4. */
    public static long sourceLow(byte[] rows, int row) {
        return (long) NET64.get(rows, row + SOURCE_ADDRESS + 8);
    }

    /** First eight bytes of the destination; for IPv4 the address is its upper half. */
    public static long destinationHigh(byte[] rows, int row) {
        return (long) NET64.get(rows, row + DESTINATION_ADDRESS);
    }

    /** Last eight bytes of the destination; 0 for IPv4. */
    public static long destinationLow(byte[] rows, int row) {
        return (long) NET64.get(rows, row + DESTINATION_ADDRESS + 8);
    }

    /** Source MAC in the low 48 bits; 0 where the link has none. */
    public static long sourceMac(byte[] rows, int row) {
        return (long) NET64.get(rows, row + SOURCE_MAC) >>> 16;
    }

    /** Destination MAC in the low 48 bits; 0 where the link has none. */
    public static long destinationMac(byte[] rows, int row) {
        return (long) NET64.get(rows, row + DESTINATION_MAC) >>> 16;
    }

    static void macs(byte[] rows, int row, long source, long destination) {
        NET64.set(rows, row + SOURCE_MAC, source << 16 | destination >>> 32);
        NET32.set(rows, row + SOURCE_MAC + 8, (int) destination);
    }

    static void addressesV4(byte[] rows, int row, int source, int destination) {
        NET32.set(rows, row + SOURCE_ADDRESS, source);
        NET32.set(rows, row + DESTINATION_ADDRESS, destination);
    }

    /** Bytes that a malformed row's header needs; also the value that was expected, see {@link MalformedReason}. */
    public static long malformedNeeded(byte[] rows, int row) {
        return tcpSequence(rows, row) & 0xFFFF_FFFFL;
    }

    /** Bytes that a malformed row's header has; also the value that was found, see {@link MalformedReason}. */
    public static long malformedAvailable(byte[] rows, int row) {
        return tcpAcknowledgement(rows, row) & 0xFFFF_FFFFL;
    }
}
