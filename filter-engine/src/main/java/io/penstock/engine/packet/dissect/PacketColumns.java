// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import io.penstock.engine.packet.EtherType;
import io.penstock.engine.packet.EthernetView;
import io.penstock.engine.packet.InternetChecksum;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.Ipv4View;
import io.penstock.engine.packet.Ipv6View;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;

/** Prints one decoded packet's headers into the cells: link, IP, transport. What a malformed packet has before its fault is printed too. */
final class PacketColumns {
    private final EthernetView ethernet = new EthernetView();
    private final Ipv4View ipv4 = new Ipv4View();
    private final Ipv6View ipv6 = new Ipv6View();
    private final TransportColumns transport;
    private final CutIpColumns cutHeader;
    private final ColumnCells cells;

    PacketColumns(ColumnCells cells) {
        this.cells = cells;
        this.transport = new TransportColumns(cells);
        this.cutHeader = new CutIpColumns(cells);
    }

    /** Prints the packet at {@code [start, limit)} that the row was decoded from. */
    void print(byte[] rows, int row, byte[] bytes, int start, int limit) {
        if (PacketRow.linkType(rows, row) == LinkType.ETHERNET) {
            link(bytes, start, limit);
        }
        int network = PacketRow.networkOffset(rows, row);
        if (network != PacketRow.NOT_REACHED && PacketRow.kind(rows, row) != PacketRow.KIND_NON_IP) {
            network(rows, row, bytes, start, start + network, limit);
        }
    }

    private void link(byte[] bytes, int start, int limit) {
        if (!ethernet.wrap(bytes, start, limit).isWhole()) {
            return;
        }
        int type = ethernet.etherType();
        if (type > EtherType.LARGEST_LENGTH || type == 0) {
            cells.addHex(DecodeColumn.ETH_TYPE, type);
        }
    }

    private void network(byte[] rows, int row, byte[] bytes, int start, int at, int limit) {
        boolean printed = false;
        if (ipv4.wrap(bytes, at, limit).isWhole()) {
            printed = ipv4.version() == 4 && ipv4(bytes, at, limit);
        }
        if (ipv6.wrap(bytes, at, limit).isWhole() && ipv6.version() == 6) {
            ipv6();
            printed = true;
        }
        if (printed && PacketRow.transportOffset(rows, row) != PacketRow.NOT_REACHED) {
            transport.print(rows, row, bytes, start, limit);
        } else if (!printed && PacketRow.kind(rows, row) == PacketRow.KIND_MALFORMED) {
            cutHeader.print(bytes, at, limit);
        }
    }

    private boolean ipv4(byte[] bytes, int at, int limit) {
        if (ipv4.headerLength() < Ipv4View.MINIMUM_LENGTH || isBelowHeader(ipv4.totalLength(), ipv4.headerLength())) {
            return false;
        }
        cells.add(DecodeColumn.IP_SRC, IpAddressText.v4(ipv4.source()));
        cells.add(DecodeColumn.IP_DST, IpAddressText.v4(ipv4.destination()));
        cells.add(DecodeColumn.IP_PROTO, ipv4.protocol());
        int end = at + ipv4.headerLength();
        cells.add(DecodeColumn.IP_CHECKSUM_STATUS, headerChecksum(bytes, at, end, limit));
        return true;
    }

    private static boolean isBelowHeader(int totalLength, int headerLength) {
        return totalLength != 0 && totalLength < headerLength;
    }

    private static int headerChecksum(byte[] bytes, int at, int end, int limit) {
        if (end > limit) {
            return TransportColumns.UNVERIFIED;
        }
        boolean good = InternetChecksum.isGood(InternetChecksum.add(0, bytes, at, end));
        return good ? TransportColumns.GOOD : TransportColumns.BAD;
    }

    private void ipv6() {
        cells.add(DecodeColumn.IPV6_SRC, IpAddressText.v6(ipv6.sourceHigh(), ipv6.sourceLow()));
        cells.add(DecodeColumn.IPV6_DST, IpAddressText.v6(ipv6.destinationHigh(), ipv6.destinationLow()));
        cells.add(DecodeColumn.IPV6_NXT, ipv6.nextHeader());
    }

    /** Whether a protocol's ports go into the UDP columns. */
    static boolean isUdp(int protocol) {
        return protocol == IpProtocol.UDP || protocol == IpProtocol.UDP_LITE;
    }
}
