// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Reads the outermost IP packet's transport header, or what a fragment holds of it. */
final class TransportDecoder {
    private static final int PORTS_LENGTH = 4;
    private static final int IDENTIFIED_LENGTH = 8;
    private static final int ICMP_LENGTH = 8;
    private static final int DCCP_LENGTH = 12;

    private final DecodeFrame frame;
    private final QuotedDecoder quoted;

    TransportDecoder(DecodeFrame frame) {
        this.frame = frame;
        this.quoted = new QuotedDecoder(frame);
    }

    /** The transport header of an unfragmented packet, whose data ends, as the headers say, at {@code end}. */
    void whole(int protocol, int at, long end) {
        PacketRow.transportOffset(frame.rows, frame.row, at - frame.start);
        if (protocol == IpProtocol.TCP) {
            tcp(at, end);
        } else if (protocol == IpProtocol.UDP) {
            udp(at, end);
        } else {
            other(protocol, at, end);
        }
    }

    private void other(int protocol, int at, long end) {
        switch (protocol) {
            case IpProtocol.ICMP -> icmp(at, end);
            case IpProtocol.ICMPV6 -> icmpV6(at, end);
            case IpProtocol.SCTP -> portsAndHeader(MalformedReason.SCTP_CUT, at, SctpView.MINIMUM_LENGTH, end);
            case IpProtocol.UDP_LITE -> portsAndHeader(MalformedReason.UDP_LITE_CUT, at, UdpView.MINIMUM_LENGTH, end);
            case IpProtocol.DCCP -> portsAndHeader(MalformedReason.DCCP_CUT, at, DCCP_LENGTH, end);
            case IpProtocol.GRE -> portless(MalformedReason.GRE_CUT, at, GreView.MINIMUM_LENGTH, end);
            case IpProtocol.ESP -> portless(MalformedReason.ESP_CUT, at, EspView.MINIMUM_LENGTH, end);
            default -> frame.payload(at, end);
        }
    }

    private void tcp(int at, long end) {
        // Until the header has proved whole all of the segment counts as payload, so that a malformed row tells its
        // length.
        frame.payload(at, end);
        if (isCut(MalformedReason.TCP_CUT, at, TcpView.MINIMUM_LENGTH, end)) {
            return;
        }
        byte[] bytes = frame.bytes;
        int headerLength = TcpView.headerLength(bytes, at);
        if (headerLength < TcpView.MINIMUM_LENGTH) {
            frame.malformed(MalformedReason.TCP_HEADER_LENGTH, at, TcpView.MINIMUM_LENGTH, headerLength);
            return;
        }
        if (isCut(MalformedReason.TCP_CUT, at, headerLength, end)) {
            return;
        }
        ports(at);
        PacketRow.tcpFlags(frame.rows, frame.row, TcpView.flags(bytes, at));
        PacketRow.tcpSequence(frame.rows, frame.row, NetworkOrder.i32(bytes, at + TcpView.SEQUENCE));
        PacketRow.tcpAcknowledgement(frame.rows, frame.row, NetworkOrder.i32(bytes, at + TcpView.ACKNOWLEDGEMENT));
        frame.payload(at + headerLength, end);
    }

    private void udp(int at, long end) {
        if (isCut(MalformedReason.UDP_CUT, at, UdpView.MINIMUM_LENGTH, end)) {
            return;
        }
        int length = UdpView.length(frame.bytes, at);
        // Zero stands for a length beyond 65,535 in a jumbogram, or for one that the adapter was yet to fill in.
        if (length < UdpView.MINIMUM_LENGTH && length != 0) {
            frame.malformed(MalformedReason.UDP_LENGTH, at, UdpView.MINIMUM_LENGTH, length);
            return;
        }
        if (length > frame.packetEnd - at) {
            frame.malformed(MalformedReason.UDP_BEYOND_PACKET, at, frame.packetEnd - at, length);
            return;
        }
        ports(at);
        frame.payload(at + UdpView.MINIMUM_LENGTH, length == 0 ? end : Math.min(end, (long) at + length));
    }

    private void icmp(int at, long end) {
        if (isCut(MalformedReason.ICMP_CUT, at, ICMP_LENGTH, end)) {
            return;
        }
        int type = IcmpView.type(frame.bytes, at);
        icmpMessage(at, type, IcmpView.hasIdentifier(type), IcmpView.isError(type), end);
        frame.payload(at + ICMP_LENGTH, end);
    }

    private void icmpV6(int at, long end) {
        if (isCut(MalformedReason.ICMPV6_CUT, at, IcmpView.MINIMUM_LENGTH, end)) {
            return;
        }
        int type = IcmpView.type(frame.bytes, at);
        icmpMessage(at, type, IcmpView.hasIdentifierV6(type), IcmpView.isErrorV6(type), end);
        frame.payload((int) Math.min(at + ICMP_LENGTH, Math.max(at + IcmpView.MINIMUM_LENGTH, end)), end);
    }

    private void icmpMessage(int at, int type, boolean hasIdentifier, boolean isError, long end) {
        PacketRow.sourcePort(frame.rows, frame.row, type);
        PacketRow.destinationPort(frame.rows, frame.row, IcmpView.code(frame.bytes, at));
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_PORTS);
        if (hasIdentifier && last(end) - at >= IDENTIFIED_LENGTH) {
            PacketRow.tcpSequence(frame.rows, frame.row, NetworkOrder.i32(frame.bytes, at + 4));
        }
        if (isError) {
            PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_ICMP_ERROR);
            quoted.decode(at + ICMP_LENGTH, last(end));
        }
    }

    private void portsAndHeader(MalformedReason cut, int at, int headerLength, long end) {
        if (!isCut(cut, at, headerLength, end)) {
            ports(at);
            frame.payload(at + headerLength, end);
        }
    }

    private void portless(MalformedReason cut, int at, int headerLength, long end) {
        if (!isCut(cut, at, headerLength, end)) {
            frame.payload(at, end);
        }
    }

    /** Length of the AH here in bytes; {@link Ipv6ExtensionDecoder#DONE} if it is malformed, which the row then says. */
    int authentication(int at, long end) {
        if (isCut(MalformedReason.AUTHENTICATION_CUT, at, AuthenticationView.MINIMUM_LENGTH, end)) {
            return Ipv6ExtensionDecoder.DONE;
        }
        int length = AuthenticationView.headerLength(frame.bytes, at);
        if (length < AuthenticationView.MINIMUM_LENGTH) {
            frame.malformed(MalformedReason.AUTHENTICATION_LENGTH, at, AuthenticationView.MINIMUM_LENGTH, length);
            return Ipv6ExtensionDecoder.DONE;
        }
        return isCut(MalformedReason.AUTHENTICATION_CUT, at, length, end) ? Ipv6ExtensionDecoder.DONE : length;
    }

    /** A fragment: its data is its payload. What a first fragment holds of the transport header is read as far as it goes. */
    void fragment(int protocol, int at, long end, int fragmentOffset, boolean more) {
        int flags = PacketRow.FLAG_FRAGMENT;
        flags |= more ? 0 : PacketRow.FLAG_LAST_FRAGMENT;
        flags |= fragmentOffset == 0 ? 0 : PacketRow.FLAG_LATER_FRAGMENT;
        PacketRow.addFlags(frame.rows, frame.row, flags);
        PacketRow.fragmentOffset(frame.rows, frame.row, fragmentOffset);
        PacketRow.transportOffset(frame.rows, frame.row, at - frame.start);
        frame.payload(at, end);
        if (fragmentOffset == 0) {
            firstFragment(protocol, at, last(end));
        }
    }

    private void firstFragment(int firstProtocol, int data, int last) {
        int protocol = firstProtocol;
        int at = data;
        boolean version6 = PacketRow.kind(frame.rows, frame.row) == PacketRow.KIND_IPV6;
        while (version6 && Ipv6ExtensionDecoder.isExtension(protocol) && last - at >= 8) {
            protocol = NetworkOrder.u8(frame.bytes, at);
            at += (NetworkOrder.u8(frame.bytes, at + 1) + 1) * 8;
        }
        PacketRow.ipProtocol(frame.rows, frame.row, protocol);
        switch (protocol) {
            case IpProtocol.TCP -> firstFragmentTcp(at, last);
            case IpProtocol.UDP, IpProtocol.UDP_LITE, IpProtocol.SCTP, IpProtocol.DCCP -> portsWithin(at, last);
            case IpProtocol.ICMP -> firstFragmentIcmp(at, last, IcmpView::hasIdentifier);
            case IpProtocol.ICMPV6 -> firstFragmentIcmp(at, last, IcmpView::hasIdentifierV6);
            default -> {}
        }
    }

    private void firstFragmentTcp(int at, int last) {
        portsWithin(at, last);
        if (last - at >= TcpView.MINIMUM_LENGTH && TcpView.headerLength(frame.bytes, at) >= TcpView.MINIMUM_LENGTH) {
            PacketRow.tcpFlags(frame.rows, frame.row, TcpView.flags(frame.bytes, at));
            PacketRow.tcpSequence(frame.rows, frame.row, NetworkOrder.i32(frame.bytes, at + TcpView.SEQUENCE));
            PacketRow.tcpAcknowledgement(
                    frame.rows, frame.row, NetworkOrder.i32(frame.bytes, at + TcpView.ACKNOWLEDGEMENT));
        }
    }

    private void firstFragmentIcmp(int at, int last, java.util.function.IntPredicate identified) {
        if (last - at < IDENTIFIED_LENGTH) {
            return;
        }
        int type = IcmpView.type(frame.bytes, at);
        PacketRow.sourcePort(frame.rows, frame.row, type);
        PacketRow.destinationPort(frame.rows, frame.row, IcmpView.code(frame.bytes, at));
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_PORTS);
        if (identified.test(type)) {
            PacketRow.tcpSequence(frame.rows, frame.row, NetworkOrder.i32(frame.bytes, at + 4));
        }
    }

    private void portsWithin(int at, int last) {
        if (last - at >= PORTS_LENGTH) {
            ports(at);
        }
    }

    private void ports(int at) {
        PacketRow.sourcePort(frame.rows, frame.row, NetworkOrder.u16(frame.bytes, at));
        PacketRow.destinationPort(frame.rows, frame.row, NetworkOrder.u16(frame.bytes, at + 2));
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_PORTS);
    }

    private boolean isCut(MalformedReason reason, int at, int needed, long end) {
        int left = Math.max(0, last(end) - at);
        if (left >= needed) {
            return false;
        }
        frame.malformed(reason, at, needed, left);
        return true;
    }

    /** Array index behind the last byte that is both captured and the packet's. */
    private int last(long end) {
        return (int) Math.min(frame.limit, end);
    }
}
