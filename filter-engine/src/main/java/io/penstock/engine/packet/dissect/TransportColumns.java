// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.Ipv6FragmentView;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.TcpView;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.packet.UdpView;

/** Prints the transport columns of one decoded packet, as far as its bytes go. */
final class TransportColumns {
    static final int BAD = 0;
    static final int GOOD = 1;
    static final int UNVERIFIED = 2;
    private static final int NOT_PRESENT = 3;
    private static final int ILLEGAL = 4;

    private static final int WINDOW_END = 16;
    private static final int CHECKSUM_END = 18;

    private final ColumnCells cells;
    private final TcpView tcp = new TcpView();
    private final UdpView udp = new UdpView();
    private final Ipv6FragmentView fragment = new Ipv6FragmentView();

    TransportColumns(ColumnCells cells) {
        this.cells = cells;
    }

    void print(byte[] rows, int row, byte[] bytes, int start, int limit) {
        if (PacketRow.has(rows, row, PacketRow.FLAG_LATER_FRAGMENT)) {
            return;
        }
        int at = transportOffset(rows, row, bytes, start, limit);
        int protocol = PacketRow.ipProtocol(rows, row);
        if (protocol == IpProtocol.TCP) {
            tcp(rows, row, bytes, start, at, limit);
        } else if (PacketColumns.isUdp(protocol)) {
            udp(bytes, at, limit);
        }
    }

    /** A fragment's row points to its data; an IPv6 one may start with more extension headers. */
    private int transportOffset(byte[] rows, int row, byte[] bytes, int start, int limit) {
        int at = start + PacketRow.transportOffset(rows, row);
        boolean fragmentV6 =
                PacketRow.kind(rows, row) == PacketRow.KIND_IPV6 && PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT);
        return fragmentV6
                ? fragment.wrap(bytes, at - Ipv6FragmentView.MINIMUM_LENGTH, limit)
                        .transportOffset()
                : at;
    }

    private void udp(byte[] bytes, int at, int limit) {
        if (limit - at >= 4) {
            udp.wrap(bytes, at, limit);
            cells.add(DecodeColumn.UDP_SRCPORT, udp.sourcePort());
            cells.add(DecodeColumn.UDP_DSTPORT, udp.destinationPort());
        }
    }

    private void tcp(byte[] rows, int row, byte[] bytes, int start, int at, int limit) {
        tcp.wrap(bytes, at, limit);
        int present = limit - at;
        if (present >= 4) {
            cells.add(DecodeColumn.TCP_SRCPORT, tcp.sourcePort());
            cells.add(DecodeColumn.TCP_DSTPORT, tcp.destinationPort());
        }
        // A cut header is shown as far as TShark shows it: it reads the window before it prints what precedes.
        if (present >= WINDOW_END) {
            cells.add(DecodeColumn.TCP_SEQ_RAW, tcp.sequence());
            int skipped = at - start - PacketRow.transportOffset(rows, row);
            tcpBehindPorts(rows, row, TransportChecksum.length(rows, row) - skipped - tcp.headerLength());
        }
        if (present >= CHECKSUM_END && hasWholeHeader(rows, row, at - start)) {
            cells.add(DecodeColumn.TCP_CHECKSUM_STATUS, status(TransportChecksum.of(rows, row, bytes, start, limit)));
        }
    }

    private void tcpBehindPorts(byte[] rows, int row, long length) {
        if (tcp.headerLength() >= TcpView.MINIMUM_LENGTH) {
            cells.addHex(DecodeColumn.TCP_FLAGS, tcp.allFlags());
        }
        // A fragment holds a part of the segment, whose length nothing in it tells.
        if (length >= 0 && !PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT)) {
            cells.add(DecodeColumn.TCP_LEN, length);
        }
    }

    /** Whether the packet, captured whole or not, is long enough for the header that it states. */
    private boolean hasWholeHeader(byte[] rows, int row, int transport) {
        int skipped = transport - PacketRow.transportOffset(rows, row);
        return tcp.headerLength() >= TcpView.MINIMUM_LENGTH
                && TransportChecksum.length(rows, row) - skipped >= tcp.headerLength();
    }

    private static int status(TransportChecksum.Status status) {
        return switch (status) {
            case BAD -> BAD;
            case GOOD -> GOOD;
            case UNVERIFIED, UNKNOWN -> UNVERIFIED;
            case NOT_PRESENT -> NOT_PRESENT;
            case ILLEGAL -> ILLEGAL;
        };
    }
}
