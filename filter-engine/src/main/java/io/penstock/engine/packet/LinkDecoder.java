// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Reads the link header and what may stand between it and IP: VLAN tags, LLC and SNAP, MPLS labels, PPPoE, PPP. */
final class LinkDecoder {
    private static final long BROADCAST_MAC = 0xFFFF_FFFF_FFFFL;
    /** Encapsulations nest by recursion, which must end; a stack of VLAN tags counts as one. */
    private static final int MOST_LINK_HEADERS = 16;

    private static final int SNAP_SAPS = 0xAAAA;
    private static final int SNAP_LENGTH = 8;
    private static final int IP_SAPS = 0x0606;
    private static final int LLC_LENGTH = 3;
    private static final int LOOPBACK_LENGTH = 4;
    private static final int RADIOTAP_LENGTH = 8;
    private static final int HDLC_LENGTH = 4;

    private final DecodeFrame frame;
    private final NetworkDecoder network;
    private final CookedLinkDecoder cooked;
    private final PppDecoder ppp;

    LinkDecoder(DecodeFrame frame, NetworkDecoder network) {
        this.frame = frame;
        this.network = network;
        this.cooked = new CookedLinkDecoder(frame, this);
        this.ppp = new PppDecoder(frame, network, this);
    }

    void decode(int linkType, int at) {
        if (linkType == LinkType.ETHERNET) {
            ethernet(at);
        } else {
            decodeOther(linkType, at);
        }
    }

    private void decodeOther(int linkType, int at) {
        switch (linkType) {
            case LinkType.LINUX_SLL -> cooked.version1(at);
            case LinkType.LINUX_SLL2 -> cooked.version2(at);
            case LinkType.RAW, LinkType.RAW_DLT, LinkType.RAW_OPENBSD -> network.either(at);
            case LinkType.IPV4 -> network.ipv4(at);
            case LinkType.IPV6 -> network.ipv6(at);
            case LinkType.NULL, LinkType.LOOP -> loopback(at);
            case LinkType.PPP, LinkType.PPP_SERIAL -> ppp.serial(at);
            case LinkType.PPP_ETHER -> ppp.overEthernet(at);
            case LinkType.C_HDLC -> hdlc(at);
            case LinkType.IEEE802_11_RADIOTAP -> radiotap(at);
            default -> frame.notIp(at);
        }
    }

    private void ethernet(int at) {
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_MAC_FRAME | PacketRow.FLAG_ETHERNET);
        if (frame.isCut(MalformedReason.ETHERNET_CUT, at, EthernetView.MINIMUM_LENGTH)) {
            return;
        }
        long destination = EthernetView.destination(frame.bytes, at);
        PacketRow.macs(frame.rows, frame.row, EthernetView.source(frame.bytes, at), destination);
        frame.linkBroadcast = destination == BROADCAST_MAC;
        etherType(EthernetView.etherType(frame.bytes, at), at + EthernetView.MINIMUM_LENGTH);
    }

    /** Goes on behind a header that names what follows by EtherType, or gives its 802.3 length. */
    void etherType(int type, int at) {
        if (type == EtherType.IPV4) {
            PacketRow.etherType(frame.rows, frame.row, type);
            network.ipv4(at);
        } else if (type == EtherType.IPV6) {
            PacketRow.etherType(frame.rows, frame.row, type);
            network.ipv6(at);
        } else if (frame.linkHeaders++ == MOST_LINK_HEADERS) {
            frame.notIp(at);
        } else if (EtherType.isVlanTag(type)) {
            vlan(at);
        } else if (type <= EtherType.LARGEST_LENGTH && type > 0) {
            llc(at);
        } else {
            otherEtherType(type, at);
        }
    }

    private void otherEtherType(int type, int at) {
        PacketRow.etherType(frame.rows, frame.row, type);
        switch (type) {
            case EtherType.MPLS, EtherType.MPLS_MULTICAST -> mpls(at);
            case EtherType.PPPOE_SESSION -> ppp.overEthernet(at);
            case EtherType.PPP -> ppp.serial(at);
            default -> frame.notIp(at);
        }
    }

    private void vlan(int firstTag) {
        int at = firstTag;
        int type;
        do {
            if (frame.isCut(MalformedReason.VLAN_CUT, at, VlanView.MINIMUM_LENGTH)) {
                return;
            }
            if (PacketRow.vlanId(frame.rows, frame.row) == PacketRow.NO_VLAN) {
                PacketRow.vlanId(frame.rows, frame.row, VlanView.vlanId(frame.bytes, at));
            }
            type = VlanView.etherType(frame.bytes, at);
            at += VlanView.MINIMUM_LENGTH;
        } while (EtherType.isVlanTag(type));
        etherType(type, at);
    }

    /** IEEE 802.2 section 3.2, with SNAP (RFC 1042). */
    void llc(int at) {
        if (frame.isCut(MalformedReason.LLC_CUT, at, LLC_LENGTH)) {
            return;
        }
        int saps = NetworkOrder.u16(frame.bytes, at);
        if (saps == SNAP_SAPS) {
            snap(at);
        } else if (saps == IP_SAPS) {
            network.ipv4(at + LLC_LENGTH);
        } else {
            frame.notIp(at);
        }
    }

    private void snap(int at) {
        if (frame.isCut(MalformedReason.LLC_CUT, at, SNAP_LENGTH)) {
            return;
        }
        int organisation = NetworkOrder.i32(frame.bytes, at + 2) & 0x00FF_FFFF;
        int type = NetworkOrder.u16(frame.bytes, at + 6);
        // Behind any other organisation's code, or an 802.3 length, the type is not an EtherType.
        if (organisation == 0 && type >= EtherType.FIRST) {
            etherType(type, at + SNAP_LENGTH);
        } else {
            frame.notIp(at);
        }
    }

    void mpls(int firstEntry) {
        int at = firstEntry;
        boolean bottom;
        do {
            if (frame.isCut(MalformedReason.MPLS_CUT, at, MplsView.MINIMUM_LENGTH)) {
                return;
            }
            bottom = MplsView.isBottomOfStack(frame.bytes, at);
            at += MplsView.MINIMUM_LENGTH;
        } while (!bottom);
        behindLabels(at);
    }

    /** The label alone says what it carries; as routers do, the first four bits are taken for an IP version (RFC 4928 section 3). */
    private void behindLabels(int at) {
        if (frame.wireEnd == at) {
            frame.notIp(at);
            return;
        }
        if (frame.isCut(MalformedReason.IP_CUT, at, 1)) {
            return;
        }
        switch (NetworkOrder.u8(frame.bytes, at) >>> 4) {
            case 4 -> network.ipv4(at);
            case 6 -> network.ipv6(at);
            default -> frame.notIp(at);
        }
    }

    /** LINKTYPE_NULL in either byte order, as the capturing machine's; LINKTYPE_LOOP is big-endian, so it is among these. */
    private void loopback(int at) {
        if (frame.isCut(MalformedReason.LOOPBACK_CUT, at, LOOPBACK_LENGTH)) {
            return;
        }
        int header = NetworkOrder.i32(frame.bytes, at);
        int family = header;
        if ((family & 0xFFFF_0000) != 0) {
            family = Integer.reverseBytes(family);
        }
        int payload = at + LOOPBACK_LENGTH;
        switch (family) {
            case 2 -> network.ipv4(payload);
            // AF_INET6 of Linux, Windows, NetBSD, FreeBSD and macOS.
            case 10, 23, 24, 28, 30 -> network.ipv6(payload);
            default -> unknownFamily(header, payload);
        }
    }

    /** Some systems put a serial line's four bytes here, which end in an EtherType. */
    private void unknownFamily(int header, int payload) {
        int type = header & 0xFFFF;
        if (header >>> 16 != 0 && (type == EtherType.IPV4 || type == EtherType.IPV6)) {
            etherType(type, payload);
        } else {
            frame.notIp(payload);
        }
    }

    private void hdlc(int at) {
        PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_MAC_FRAME);
        if (frame.isCut(MalformedReason.LINK_CUT, at, HDLC_LENGTH)) {
            return;
        }
        etherType(NetworkOrder.u16(frame.bytes, at + 2), at + HDLC_LENGTH);
    }

    /** Radiotap: version 0, pad 1, length 2 (little-endian). What follows is an 802.11 frame, which is not decoded further. */
    private void radiotap(int at) {
        if (frame.isCut(MalformedReason.RADIOTAP_CUT, at, RADIOTAP_LENGTH)) {
            return;
        }
        int length = NetworkOrder.u8(frame.bytes, at + 2) | NetworkOrder.u8(frame.bytes, at + 3) << 8;
        if (length < RADIOTAP_LENGTH) {
            frame.malformed(MalformedReason.RADIOTAP_LENGTH, at, RADIOTAP_LENGTH, length);
        } else if (!frame.isCut(MalformedReason.RADIOTAP_CUT, at, length)) {
            frame.notIp(at + length);
        }
    }
}
