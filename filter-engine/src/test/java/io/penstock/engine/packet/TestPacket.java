// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds packets byte by byte and lets the decoder make their rows, so that tests speak of addresses, ports and flags. Checksums are zero. */
public final class TestPacket {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;

    private static final int ETHERNET_BYTES = 14;
    private static final int WHOLE = -1;

    private final int protocol;
    private String source = "10.0.0.1";
    private String destination = "192.0.2.9";
    private int sourcePort = 40_000;
    private int destinationPort = 80;
    private int tcpFlags;
    private int sequence = 1_000;
    private byte[] payload = new byte[0];
    private int direction = PacketRow.OUTBOUND;
    private long timeNanos;
    private long number;
    private int interfaceId;
    private int rowFlags;
    private boolean link = true;
    private byte[] raw;
    private int rawLinkType = LinkType.ETHERNET;
    private int fragmentId;
    private int fragmentFrom = WHOLE;
    private int fragmentTo;
    private int cutTo = WHOLE;

    private TestPacket(int protocol) {
        this.protocol = protocol;
    }

    /** A TCP segment of these control bits. */
    public static TestPacket tcp(int flags) {
        TestPacket packet = new TestPacket(IpProtocol.TCP);
        packet.tcpFlags = flags;
        return packet;
    }

    public static TestPacket udp() {
        return new TestPacket(IpProtocol.UDP);
    }

    /** A packet of an IP protocol without ports. */
    public static TestPacket ip(int protocol) {
        return new TestPacket(protocol);
    }

    /** An ICMP message, or with {@code ipv6} addresses set later ICMPv6; {@link #sequence} holds identifier and number. */
    public static TestPacket icmp(int type, int code) {
        return new TestPacket(IpProtocol.ICMP).ports(type, code);
    }

    public static TestPacket icmpv6(int type, int code) {
        return new TestPacket(IpProtocol.ICMPV6)
                .from("fd00::1")
                .to("2001:db8::9")
                .ports(type, code);
    }

    /** Port unreachable, quoting the start of a packet, sent by its destination to its source. */
    public static TestPacket portUnreachable(TestPacket about) {
        boolean v6 = about.isV6();
        TestPacket error = v6 ? icmpv6(1, 4) : icmp(3, 3);
        byte[] ip = about.network();
        return error.from(about.destination)
                .to(about.source)
                .sequence(0)
                .payload(Arrays.copyOf(ip, Math.min(ip.length, v6 ? 48 : 28)));
    }

    /** An ARP request in Ethernet: no IP packet. */
    public static TestPacket arp() {
        byte[] frame = new byte[42];
        ethernet(ByteBuffer.wrap(frame), 0x0806);
        return frame(frame, LinkType.ETHERNET);
    }

    /** A frame as it is. */
    public static TestPacket frame(byte[] bytes, int linkType) {
        TestPacket packet = new TestPacket(0);
        packet.raw = bytes;
        packet.rawLinkType = linkType;
        return packet;
    }

    public TestPacket from(String address) {
        source = address;
        return this;
    }

    public TestPacket from(String address, int port) {
        sourcePort = port;
        return from(address);
    }

    public TestPacket to(String address) {
        destination = address;
        return this;
    }

    public TestPacket to(String address, int port) {
        destinationPort = port;
        return to(address);
    }

    public TestPacket ports(int from, int to) {
        sourcePort = from;
        destinationPort = to;
        return this;
    }

    /** TCP sequence number; for ICMP the identifier in the upper half. */
    public TestPacket sequence(int value) {
        sequence = value;
        return this;
    }

    public TestPacket payload(byte[] bytes) {
        payload = bytes.clone();
        return this;
    }

    public TestPacket payload(String text) {
        return payload(text.getBytes(StandardCharsets.US_ASCII));
    }

    public TestPacket inbound() {
        direction = PacketRow.INBOUND;
        return this;
    }

    public TestPacket outbound() {
        direction = PacketRow.OUTBOUND;
        return this;
    }

    public TestPacket forwarded() {
        direction = PacketRow.FORWARD;
        return this;
    }

    /** Capture time, milliseconds after 1970. */
    public TestPacket at(long millis) {
        timeNanos = millis * 1_000_000;
        return this;
    }

    /** The packet's number at its agent. */
    public TestPacket number(long value) {
        number = value;
        return this;
    }

    public TestPacket onInterface(int id) {
        interfaceId = id;
        return this;
    }

    /** The agent adds these flags to the row. */
    public TestPacket flagged(int flags) {
        rowFlags |= flags;
        return this;
    }

    /** Captured without a link header. */
    public TestPacket withoutLink() {
        link = false;
        return this;
    }

    /** Only the bytes {@code from} to {@code to} of what stands behind the IP header; the rest would follow in other fragments. */
    public TestPacket fragment(int id, int from, int to) {
        fragmentId = id;
        fragmentFrom = from;
        fragmentTo = to;
        return this;
    }

    /** Captured, and sent, only up to this byte. */
    public TestPacket cut(int bytes) {
        cutTo = bytes;
        return this;
    }

    public boolean isV6() {
        return source.contains(":");
    }

    /** Length of what stands behind the IP header. */
    public int transportLength() {
        return transport().length;
    }

    /** The frame's bytes. */
    public byte[] bytes() {
        byte[] bytes = raw;
        if (bytes == null) {
            byte[] ip = network();
            ByteBuffer out = ByteBuffer.allocate((link ? ETHERNET_BYTES : 0) + ip.length);
            if (link) {
                ethernet(out, isV6() ? 0x86DD : 0x0800);
            }
            bytes = out.put(ip).array();
        }
        return cutTo == WHOLE ? bytes : Arrays.copyOf(bytes, cutTo);
    }

    public int linkType() {
        return raw != null || link ? rawLinkType : LinkType.RAW;
    }

    /** Appends the packet's row, directed, and its frame; returns the row's offset. */
    public int appendTo(RowBuffer rows) {
        byte[] bytes = bytes();
        new PacketDecoder()
                .decode(bytes, 0, bytes.length, bytes.length, linkType(), number, timeNanos, interfaceId, rows);
        rows.appendFrame(bytes, 0, bytes.length);
        int row = rows.rowOffset(rows.count() - 1);
        PacketRow.direction(rows.rows(), row, direction);
        PacketRow.addFlags(rows.rows(), row, rowFlags);
        return row;
    }

    private static void ethernet(ByteBuffer out, int etherType) {
        out.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}).putShort((short) etherType);
    }

    private byte[] network() {
        byte[] above = transport();
        boolean whole = fragmentFrom == WHOLE;
        byte[] part = whole ? above : Arrays.copyOfRange(above, fragmentFrom, fragmentTo);
        boolean more = !whole && fragmentTo < above.length;
        return isV6() ? v6(part, more) : v4(part, more);
    }

    private byte[] v4(byte[] part, boolean more) {
        int at = fragmentFrom == WHOLE ? 0 : fragmentFrom / 8;
        return ByteBuffer.allocate(20 + part.length)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + part.length))
                .putShort((short) fragmentId)
                .putShort((short) (at | (more ? 0x2000 : 0)))
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(address(source))
                .put(address(destination))
                .put(part)
                .array();
    }

    private byte[] v6(byte[] part, boolean more) {
        boolean fragment = fragmentFrom != WHOLE;
        ByteBuffer out = ByteBuffer.allocate(40 + (fragment ? 8 : 0) + part.length)
                .putInt(0x6000_0000)
                .putShort((short) (part.length + (fragment ? 8 : 0)))
                .put((byte) (fragment ? 44 : protocol))
                .put((byte) 64)
                .put(address(source))
                .put(address(destination));
        if (fragment) {
            out.put((byte) protocol)
                    .put((byte) 0)
                    .putShort((short) (fragmentFrom | (more ? 1 : 0)))
                    .putInt(fragmentId);
        }
        return out.put(part).array();
    }

    private byte[] transport() {
        return switch (protocol) {
            case IpProtocol.TCP ->
                ByteBuffer.allocate(20 + payload.length)
                        .putShort((short) sourcePort)
                        .putShort((short) destinationPort)
                        .putInt(sequence)
                        .putInt(0)
                        .put((byte) 0x50)
                        .put((byte) tcpFlags)
                        .putShort((short) 0xFFFF)
                        .putInt(0)
                        .put(payload)
                        .array();
            case IpProtocol.UDP ->
                ByteBuffer.allocate(8 + payload.length)
                        .putShort((short) sourcePort)
                        .putShort((short) destinationPort)
                        .putShort((short) (8 + payload.length))
                        .putShort((short) 0)
                        .put(payload)
                        .array();
            case IpProtocol.ICMP, IpProtocol.ICMPV6 ->
                ByteBuffer.allocate(8 + payload.length)
                        .put((byte) sourcePort)
                        .put((byte) destinationPort)
                        .putShort((short) 0)
                        .putInt(sequence)
                        .put(payload)
                        .array();
            default -> payload;
        };
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
