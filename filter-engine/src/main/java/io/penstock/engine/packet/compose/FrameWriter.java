// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import io.penstock.engine.packet.EtherType;
import io.penstock.engine.packet.InternetChecksum;
import io.penstock.engine.packet.IpProtocol;
import java.net.Inet6Address;
import java.nio.ByteBuffer;

/** Writes a draft down as a frame: Ethernet II with an optional VLAN tag, IPv4 or IPv6, and the transport header of its protocol. */
final class FrameWriter {
    private static final int ETHERNET_BYTES = 14;
    private static final int VLAN_BYTES = 4;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int IPV4_CHECKSUM = 10;
    private static final int TCP_BYTES = 20;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_BYTES = 8;
    private static final int UDP_CHECKSUM = 6;
    private static final int ICMP_BYTES = 8;
    private static final int ICMP_CHECKSUM = 2;
    private static final int SCTP_BYTES = 12;
    private static final int NO_CHECKSUM = -1;

    private final PacketDraft draft;
    private final boolean ipv6;
    private final ByteBuffer out;

    private FrameWriter(PacketDraft draft) {
        this.draft = draft;
        ipv6 = draft.source instanceof Inet6Address;
        int link = draft.raw ? 0 : ETHERNET_BYTES + (draft.vlan == PacketDraft.NO_VLAN ? 0 : VLAN_BYTES);
        out = ByteBuffer.allocate(
                link + (ipv6 ? IPV6_BYTES : IPV4_BYTES) + transportBytes(draft.protocol) + draft.payload.length);
    }

    static byte[] write(PacketDraft draft) {
        FrameWriter writer = new FrameWriter(draft);
        if (!draft.raw) {
            writer.ethernet();
        }
        int network = writer.out.position();
        if (writer.ipv6) {
            writer.ipv6();
        } else {
            writer.ipv4(network);
        }
        writer.transport(network);
        return writer.out.array();
    }

    private static int transportBytes(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> TCP_BYTES;
            case IpProtocol.UDP, IpProtocol.UDP_LITE -> UDP_BYTES;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> ICMP_BYTES;
            case IpProtocol.SCTP -> SCTP_BYTES;
            default -> 0;
        };
    }

    private int transportLength() {
        return transportBytes(draft.protocol) + draft.payload.length;
    }

    private void ethernet() {
        mac(draft.destinationMac);
        mac(draft.sourceMac);
        if (draft.vlan != PacketDraft.NO_VLAN) {
            out.putShort((short) EtherType.VLAN).putShort((short) draft.vlan);
        }
        out.putShort((short) (ipv6 ? EtherType.IPV6 : EtherType.IPV4));
    }

    private void mac(long address) {
        out.putShort((short) (address >>> 32)).putInt((int) address);
    }

    /** RFC 791 section 3.1. */
    private void ipv4(int at) {
        out.putShort((short) 0x4500).putShort((short) (IPV4_BYTES + transportLength()));
        out.putInt(0);
        out.put((byte) draft.hopLimit).put((byte) draft.protocol).putShort((short) 0);
        out.put(draft.source.getAddress()).put(draft.destination.getAddress());
        long sum = InternetChecksum.add(0, out.array(), at, at + IPV4_BYTES);
        out.putShort(at + IPV4_CHECKSUM, (short) InternetChecksum.of(sum));
    }

    /** RFC 8200 section 3. */
    private void ipv6() {
        out.putInt(0x6000_0000).putShort((short) transportLength());
        out.put((byte) draft.protocol).put((byte) draft.hopLimit);
        out.put(draft.source.getAddress()).put(draft.destination.getAddress());
    }

    private void transport(int network) {
        int start = out.position();
        int checksum = header(start);
        out.put(draft.payload);
        if (checksum != NO_CHECKSUM) {
            long sum = draft.protocol == IpProtocol.ICMP ? 0 : pseudoHeader(network);
            int value = InternetChecksum.of(InternetChecksum.add(sum, out.array(), start, out.position()));
            boolean udp = draft.protocol == IpProtocol.UDP || draft.protocol == IpProtocol.UDP_LITE;
            // A computed zero is sent as all ones, since zero says that there is none (RFC 768).
            out.putShort(start + checksum, (short) (udp && value == 0 ? 0xFFFF : value));
        }
    }

    private long pseudoHeader(int network) {
        byte[] bytes = out.array();
        return ipv6
                ? InternetChecksum.pseudoHeaderV6(bytes, network + 8, network + 24, draft.protocol, transportLength())
                : InternetChecksum.pseudoHeaderV4(bytes, network + 12, network + 16, draft.protocol, transportLength());
    }

    /** Writes the transport header; returns where in it the Internet checksum stands. */
    private int header(int start) {
        return switch (draft.protocol) {
            case IpProtocol.TCP -> tcp();
            case IpProtocol.UDP, IpProtocol.UDP_LITE -> udp();
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> icmp();
            case IpProtocol.SCTP -> {
                // Verification tag and CRC32c are zero: nothing here looks at either.
                ports().putLong(start + 4, 0).position(start + SCTP_BYTES);
                yield NO_CHECKSUM;
            }
            default -> NO_CHECKSUM;
        };
    }

    private ByteBuffer ports() {
        return out.putShort((short) draft.sourcePort).putShort((short) draft.destinationPort);
    }

    /** RFC 9293 section 3.1, without options. */
    private int tcp() {
        ports().putInt((int) draft.sequence).putInt((int) draft.acknowledgement);
        out.put((byte) (TCP_BYTES / 4 << 4)).put((byte) draft.tcpFlags).putShort((short) draft.window);
        out.putInt(0);
        return TCP_CHECKSUM;
    }

    /** RFC 768; RFC 3828 with full coverage. */
    private int udp() {
        ports().putShort((short) transportLength()).putShort((short) 0);
        return UDP_CHECKSUM;
    }

    /** RFC 792 and RFC 4443, with the identifier of echo messages. */
    private int icmp() {
        out.put((byte) draft.icmpType).put((byte) draft.icmpCode).putShort((short) 0);
        out.putShort((short) draft.icmpId).putShort((short) 0);
        return ICMP_CHECKSUM;
    }
}
