// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Reads PPP (RFC 1661 section 2) as a link of its own and in PPPoE sessions. */
final class PppDecoder {
    private static final int HDLC_ADDRESS_CONTROL = 0xFF03;
    private static final int CISCO_UNICAST = 0x0F00;
    private static final int CISCO_MULTICAST = 0x8F00;
    private static final int PROTOCOL_IPV4 = 0x0021;
    private static final int PROTOCOL_IPV6 = 0x0057;
    private static final int PROTOCOL_MPLS = 0x0281;

    private final DecodeFrame frame;
    private final NetworkDecoder network;
    private final LinkDecoder link;

    PppDecoder(DecodeFrame frame, NetworkDecoder network, LinkDecoder link) {
        this.frame = frame;
        this.network = network;
        this.link = link;
    }

    void overEthernet(int at) {
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_MAC_FRAME);
        if (frame.isCut(MalformedReason.PPPOE_CUT, at, PppoeView.MINIMUM_LENGTH)) {
            return;
        }
        if (PppoeView.code(frame.bytes, at) == 0) {
            protocol(at + PppoeView.MINIMUM_LENGTH);
        } else {
            frame.notIp(at);
        }
    }

    /** PPP in HDLC-like framing (RFC 1662), address and control perhaps left out, or Cisco HDLC in their place. */
    void serial(int at) {
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_MAC_FRAME);
        if (frame.isCut(MalformedReason.PPP_CUT, at, 2)) {
            return;
        }
        int first = NetworkOrder.u16(frame.bytes, at);
        if (first == CISCO_UNICAST || first == CISCO_MULTICAST) {
            cisco(at);
        } else {
            protocol(first == HDLC_ADDRESS_CONTROL ? at + 2 : at);
        }
    }

    private void cisco(int at) {
        if (!frame.isCut(MalformedReason.PPP_CUT, at, 4)) {
            link.etherType(NetworkOrder.u16(frame.bytes, at + 2), at + 4);
        }
    }

    private void protocol(int at) {
        if (frame.isCut(MalformedReason.PPP_CUT, at, 1)) {
            return;
        }
        int first = NetworkOrder.u8(frame.bytes, at);
        // An odd first byte is the whole protocol number: protocol field compression, RFC 1661 section 6.5.
        if ((first & 1) != 0) {
            dispatch(first, at + 1);
        } else if (!frame.isCut(MalformedReason.PPP_CUT, at, 2)) {
            dispatch(NetworkOrder.u16(frame.bytes, at), at + 2);
        }
    }

    private void dispatch(int protocol, int at) {
        switch (protocol) {
            case PROTOCOL_IPV4 -> network.ipv4(at);
            case PROTOCOL_IPV6 -> network.ipv6(at);
            case PROTOCOL_MPLS -> link.mpls(at);
            default -> frame.notIp(at);
        }
    }
}
