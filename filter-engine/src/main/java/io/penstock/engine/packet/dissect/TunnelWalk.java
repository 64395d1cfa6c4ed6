// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import io.penstock.engine.packet.EtherType;
import io.penstock.engine.packet.EthernetView;
import io.penstock.engine.packet.GreView;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;

/**
 * Goes from a packet to the one that it carries: IP in IP, GRE and ERSPAN, Teredo, VXLAN, Geneve, GTP-U, MPLS over UDP, Ethernet pseudowires, and what an ICMP error quotes. Each
 * step decodes again where the carried packet starts.
 */
final class TunnelWalk {
    private static final int VXLAN_PORT = 4789;
    private static final int GENEVE_PORT = 6081;
    private static final int MPLS_PORT = 6635;
    private static final int TEREDO_PORT = 3544;
    private static final int GTP_PORT = 2152;
    private static final int GTP_PACKET = 255;
    private static final int GTP_LENGTH = 8;
    private static final int GTP_LONG_LENGTH = 12;
    private static final int CONTROL_WORD_LENGTH = 4;
    private static final int MOST_IP_LENGTH = 65_575;
    private static final int VXLAN_LENGTH = 8;
    private static final int GENEVE_LENGTH = 8;
    private static final int ERSPAN_II_LENGTH = 8;
    private static final int ERSPAN_III_LENGTH = 12;
    private static final int GRE_SEQUENCE = 0x1000;
    private static final int GRE_VERSION = 7;

    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer carried = new RowBuffer();
    private final EthernetView ethernet = new EthernetView();
    private final GreView gre = new GreView();
    private byte[] bytes;
    private int start;
    private int limit;
    private long end;

    byte[] rows() {
        return carried.rows();
    }

    /** Index of the carried packet's first byte. */
    int start() {
        return start;
    }

    /** Index behind the carried packet's last captured byte. */
    int limit() {
        return limit;
    }

    /** Decodes what the packet carries into row 0 of {@link #rows()}; false if it carries nothing that is known. */
    boolean enter(byte[] rows, int row, byte[] packet, int packetStart, int packetLimit) {
        int kind = PacketRow.kind(rows, row);
        if (kind == PacketRow.KIND_NON_IP) {
            return pseudowire(rows, row, packet, packetStart, packetLimit);
        }
        boolean whole = kind == PacketRow.KIND_IPV4 || kind == PacketRow.KIND_IPV6;
        if (!whole || PacketRow.has(rows, row, PacketRow.FLAG_LATER_FRAGMENT)) {
            return false;
        }
        bytes = packet;
        int payload = packetStart + PacketRow.payloadOffset(rows, row);
        end = payload + PacketRow.payloadLength(rows, row);
        limit = (int) Math.min(packetLimit, end);
        return switch (PacketRow.ipProtocol(rows, row)) {
            case IpProtocol.IPV4 -> link(LinkType.IPV4, payload);
            case IpProtocol.IPV6 -> link(LinkType.IPV6, payload);
            case IpProtocol.GRE -> gre(payload);
            case IpProtocol.UDP -> udp(rows, row, payload);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 ->
                PacketRow.has(rows, row, PacketRow.FLAG_ICMP_ERROR) && quoted(payload);
            default -> false;
        };
    }

    /** An Ethernet pseudowire (RFC 4448) behind MPLS labels: recognised by its control word, which starts with four zero bits. */
    private boolean pseudowire(byte[] rows, int row, byte[] packet, int packetStart, int packetLimit) {
        int etherType = PacketRow.etherType(rows, row);
        int at = packetStart + PacketRow.networkOffset(rows, row);
        boolean labelled = etherType == EtherType.MPLS || etherType == EtherType.MPLS_MULTICAST;
        if (!labelled || at >= packetLimit || (packet[at] & 0xF0) != 0) {
            return false;
        }
        bytes = packet;
        limit = packetLimit;
        end = at + PacketRow.payloadLength(rows, row);
        ethernet.wrap(packet, at + CONTROL_WORD_LENGTH, packetLimit);
        return ethernet.isWhole()
                && ethernet.etherType() >= EtherType.FIRST
                && link(LinkType.ETHERNET, at + CONTROL_WORD_LENGTH);
    }

    /** An ICMP error quotes the start of a packet, so that packet's own length is believed, not the excerpt's. */
    private boolean quoted(int at) {
        end = (long) at + MOST_IP_LENGTH;
        return link(LinkType.RAW, at);
    }

    private boolean gre(int at) {
        if (!gre.wrap(bytes, at, limit).isWhole()) {
            return false;
        }
        int payload = at + gre.headerLength();
        boolean version0 = (gre.flags() & GRE_VERSION) == 0;
        return switch (gre.protocol()) {
            case EtherType.TRANSPARENT_ETHERNET -> link(LinkType.ETHERNET, payload);
            case EtherType.ERSPAN_II ->
                link(LinkType.ETHERNET, payload + ((gre.flags() & GRE_SEQUENCE) != 0 ? ERSPAN_II_LENGTH : 0));
            case EtherType.ERSPAN_III -> erspanIii(payload);
            case EtherType.PPP -> carries(EtherType.PPP, payload);
            default -> version0 && carries(gre.protocol(), payload);
        };
    }

    /** ERSPAN type III: an eight-byte subheader follows if the last bit says so. */
    private boolean erspanIii(int at) {
        if (limit - at < ERSPAN_III_LENGTH) {
            return false;
        }
        int subheader = (bytes[at + ERSPAN_III_LENGTH - 1] & 1) * 8;
        return link(LinkType.ETHERNET, at + ERSPAN_III_LENGTH + subheader);
    }

    private boolean udp(byte[] rows, int row, int at) {
        int source = PacketRow.sourcePort(rows, row);
        return switch (PacketRow.destinationPort(rows, row)) {
            case VXLAN_PORT -> link(LinkType.ETHERNET, at + VXLAN_LENGTH);
            case GENEVE_PORT -> geneve(at);
            case MPLS_PORT -> carries(EtherType.MPLS, at);
            case TEREDO_PORT -> teredo(at);
            case GTP_PORT -> gtp(at);
            default -> source == TEREDO_PORT && teredo(at);
        };
    }

    /** Geneve (RFC 8926 section 3.4): version and option length 0, protocol 2. */
    private boolean geneve(int at) {
        if (limit - at < GENEVE_LENGTH) {
            return false;
        }
        int payload = at + GENEVE_LENGTH + (bytes[at] & 0x3F) * 4;
        int protocol = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
        return protocol == EtherType.TRANSPARENT_ETHERNET
                ? link(LinkType.ETHERNET, payload)
                : carries(protocol, payload);
    }

    /** Teredo (RFC 4380 section 5.1.1): an authentication indicator (1) and an origin indicator (0) may precede the IPv6 header. */
    private boolean teredo(int first) {
        int at = first;
        if (limit - at >= 4 && bytes[at] == 0 && bytes[at + 1] == 1) {
            at += 13 + (bytes[at + 2] & 0xFF) + (bytes[at + 3] & 0xFF);
        }
        if (limit - at >= 8 && bytes[at] == 0 && bytes[at + 1] == 0) {
            at += 8;
        }
        return at < limit && (bytes[at] & 0xF0) == 0x60 && link(LinkType.IPV6, at);
    }

    /** GTP-U (3GPP TS 29.281 section 5): message 255 carries a packet; any of the flags E, S, PN adds four bytes, E then extension headers. */
    private boolean gtp(int at) {
        if (limit - at < GTP_LONG_LENGTH || bytes[at + 1] != (byte) GTP_PACKET || (bytes[at] & 0xF0) != 0x30) {
            return false;
        }
        int payload = at + ((bytes[at] & 7) == 0 ? GTP_LENGTH : GTP_LONG_LENGTH);
        boolean extended = (bytes[at] & 4) != 0;
        while (extended && payload < limit && bytes[payload - 1] != 0) {
            payload += Math.max(1, bytes[payload] & 0xFF) * 4;
        }
        return link(LinkType.RAW, payload);
    }

    private boolean link(int linkType, int at) {
        if (at >= limit) {
            return false;
        }
        start = at;
        carried.clear();
        decoder.decode(bytes, at, limit - at, end - at, linkType, 0, 0, 0, carried);
        return true;
    }

    private boolean carries(int etherType, int at) {
        if (at >= limit || etherType < EtherType.FIRST) {
            return false;
        }
        start = at;
        carried.clear();
        decoder.decodeCarried(bytes, at, limit - at, end - at, etherType, carried);
        return true;
    }
}
