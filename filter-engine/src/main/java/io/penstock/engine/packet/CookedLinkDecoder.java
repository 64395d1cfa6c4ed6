// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Reads Linux cooked capture headers, of both versions. */
final class CookedLinkDecoder {
    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;
    private static final int PACKET_OTHER_HOST = 3;
    private static final int PACKET_OUTGOING = 4;
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    private static final int ARPHRD_NETLINK = 824;
    private static final int ETH_P_802_2 = 4;
    private static final int MAC_LENGTH = 6;

    private final DecodeFrame frame;
    private final LinkDecoder link;

    CookedLinkDecoder(DecodeFrame frame, LinkDecoder link) {
        this.frame = frame;
        this.link = link;
    }

    void version1(int at) {
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_MAC_FRAME);
        if (frame.isCut(MalformedReason.SLL_CUT, at, SllView.MINIMUM_LENGTH)) {
            return;
        }
        packetType(SllView.packetType(frame.bytes, at));
        if (SllView.addressLength(frame.bytes, at) == MAC_LENGTH) {
            PacketRow.macs(frame.rows, frame.row, SllView.source(frame.bytes, at), 0);
        }
        protocol(SllView.hardwareType(frame.bytes, at), SllView.protocol(frame.bytes, at), at + SllView.MINIMUM_LENGTH);
    }

    void version2(int at) {
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_MAC_FRAME);
        if (frame.isCut(MalformedReason.SLL2_CUT, at, Sll2View.MINIMUM_LENGTH)) {
            return;
        }
        packetType(Sll2View.packetType(frame.bytes, at));
        if (Sll2View.addressLength(frame.bytes, at) == MAC_LENGTH) {
            PacketRow.macs(frame.rows, frame.row, Sll2View.source(frame.bytes, at), 0);
        }
        PacketRow.interfaceId(frame.rows, frame.row, Sll2View.interfaceIndex(frame.bytes, at));
        protocol(
                Sll2View.hardwareType(frame.bytes, at),
                Sll2View.protocol(frame.bytes, at),
                at + Sll2View.MINIMUM_LENGTH);
    }

    private void packetType(int type) {
        frame.linkBroadcast = type == PACKET_BROADCAST;
        frame.linkDirection = switch (type) {
            case PACKET_OUTGOING -> PacketDecoder.LINK_DIRECTION_OUTBOUND;
            // Seen in passing: neither in nor out of this host.
            case PACKET_OTHER_HOST -> PacketDecoder.LINK_DIRECTION_UNKNOWN;
            default ->
                type <= PACKET_MULTICAST ? PacketDecoder.LINK_DIRECTION_INBOUND : PacketDecoder.LINK_DIRECTION_UNKNOWN;
        };
    }

    private void protocol(int hardwareType, int protocol, int at) {
        if (hardwareType == ARPHRD_ETHER || hardwareType == ARPHRD_LOOPBACK) {
            PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_ETHERNET);
        }
        if (hardwareType == ARPHRD_NETLINK) {
            frame.notIp(at);
        } else if (protocol >= EtherType.FIRST) {
            link.etherType(protocol, at);
        } else if (protocol == ETH_P_802_2) {
            link.llc(at);
        } else {
            frame.notIp(at);
        }
    }
}
