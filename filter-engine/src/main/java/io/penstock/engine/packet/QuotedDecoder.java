// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * Reads the packet that an ICMP error quotes. It is payload, so nothing in it makes the packet malformed: what is too short or strange gives a tuple
 * without ports, or none.
 */
final class QuotedDecoder {
    private static final int PORTS_LENGTH = 4;
    private static final int IDENTIFIED_LENGTH = 8;
    private static final int UNIT = 8;

    private final DecodeFrame frame;

    QuotedDecoder(DecodeFrame frame) {
        this.frame = frame;
    }

    void decode(int at, int last) {
        if (last - at < Ipv4View.MINIMUM_LENGTH) {
            return;
        }
        int version = NetworkOrder.u8(frame.bytes, at) >>> 4;
        if (version == 4 && Ipv4View.headerLength(frame.bytes, at) >= Ipv4View.MINIMUM_LENGTH) {
            ipv4(at, last);
        } else if (version == 6 && last - at >= Ipv6View.MINIMUM_LENGTH) {
            ipv6(at, last);
        }
    }

    private void ipv4(int at, int last) {
        int protocol = Ipv4View.protocol(frame.bytes, at);
        int entry = entry(4, at + 12, 4);
        frame.out.quoted()[entry + QuotedTuple.PROTOCOL] = (byte) protocol;
        if (Ipv4View.fragmentOffset(frame.bytes, at) == 0) {
            ports(protocol, at + Ipv4View.headerLength(frame.bytes, at), last, entry);
        }
    }

    private void ipv6(int at, int last) {
        int entry = entry(6, at + Ipv6View.SOURCE_HIGH, 16);
        int protocol = Ipv6View.nextHeader(frame.bytes, at);
        int next = at + Ipv6View.MINIMUM_LENGTH;
        boolean laterFragment = false;
        while ((Ipv6ExtensionDecoder.isExtension(protocol) || protocol == IpProtocol.FRAGMENT) && last - next >= UNIT) {
            boolean fragment = protocol == IpProtocol.FRAGMENT;
            laterFragment |= fragment && Ipv6FragmentView.fragmentOffset(frame.bytes, next) != 0;
            protocol = NetworkOrder.u8(frame.bytes, next);
            next += fragment ? UNIT : (NetworkOrder.u8(frame.bytes, next + 1) + 1) * UNIT;
            if (laterFragment) {
                break;
            }
        }
        frame.out.quoted()[entry + QuotedTuple.PROTOCOL] = (byte) protocol;
        if (!laterFragment) {
            ports(protocol, next, last, entry);
        }
    }

    private int entry(int version, int addresses, int addressLength) {
        int entry = frame.out.appendQuoted();
        byte[] quoted = frame.out.quoted();
        quoted[entry + QuotedTuple.VERSION] = (byte) version;
        System.arraycopy(frame.bytes, addresses, quoted, entry + QuotedTuple.SOURCE_ADDRESS, addressLength);
        System.arraycopy(
                frame.bytes, addresses + addressLength, quoted, entry + QuotedTuple.DESTINATION_ADDRESS, addressLength);
        PacketRow.quoted(frame.rows, frame.row, frame.out.quotedCount());
        return entry;
    }

    private void ports(int protocol, int at, int last, int entry) {
        switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.UDP_LITE, IpProtocol.SCTP, IpProtocol.DCCP ->
                transportPorts(at, last, entry);
            case IpProtocol.ICMP -> icmp(at, last, entry, false);
            case IpProtocol.ICMPV6 -> icmp(at, last, entry, true);
            default -> {}
        }
    }

    private void transportPorts(int at, int last, int entry) {
        if (last - at < PORTS_LENGTH) {
            return;
        }
        byte[] quoted = frame.out.quoted();
        QuotedTuple.u16(quoted, entry + QuotedTuple.SOURCE_PORT, NetworkOrder.u16(frame.bytes, at));
        QuotedTuple.u16(quoted, entry + QuotedTuple.DESTINATION_PORT, NetworkOrder.u16(frame.bytes, at + 2));
        QuotedTuple.u16(quoted, entry + QuotedTuple.FLAGS, QuotedTuple.FLAG_PORTS);
    }

    private void icmp(int at, int last, int entry, boolean version6) {
        if (last - at < IDENTIFIED_LENGTH) {
            return;
        }
        byte[] quoted = frame.out.quoted();
        int type = IcmpView.type(frame.bytes, at);
        QuotedTuple.u16(quoted, entry + QuotedTuple.SOURCE_PORT, type);
        QuotedTuple.u16(quoted, entry + QuotedTuple.DESTINATION_PORT, IcmpView.code(frame.bytes, at));
        QuotedTuple.u16(quoted, entry + QuotedTuple.FLAGS, QuotedTuple.FLAG_PORTS);
        if (version6 ? IcmpView.hasIdentifierV6(type) : IcmpView.hasIdentifier(type)) {
            QuotedTuple.u16(quoted, entry + QuotedTuple.IDENTIFIER, IcmpView.identifier(frame.bytes, at));
        }
    }
}
