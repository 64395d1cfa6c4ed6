// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import io.penstock.engine.packet.InternetChecksum;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.Ipv6View;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.TcpView;
import io.penstock.engine.packet.UdpView;

/** Prints the transport columns of one decoded packet, as far as its bytes go. */
final class TransportColumns {
    private final ColumnCells cells;
    private final TcpView tcp = new TcpView();
    private final UdpView udp = new UdpView();

    TransportColumns(ColumnCells cells) {
        this.cells = cells;
    }

    void print(byte[] rows, int row, byte[] bytes, int start, int limit) {
        if (PacketRow.has(rows, row, PacketRow.FLAG_LATER_FRAGMENT)) {
            return;
        }
        int at = start + PacketRow.transportOffset(rows, row);
        int protocol = PacketRow.ipProtocol(rows, row);
        if (protocol == IpProtocol.TCP) {
            tcp(rows, row, bytes, start, at, limit);
        } else if (PacketColumns.isUdp(protocol)) {
            udp(bytes, at, limit);
        }
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
        if (limit - at >= 4) {
            cells.add(DecodeColumn.TCP_SRCPORT, tcp.sourcePort());
            cells.add(DecodeColumn.TCP_DSTPORT, tcp.destinationPort());
        }
        if (!tcp.isWhole()) {
            return;
        }
        cells.add(DecodeColumn.TCP_SEQ_RAW, tcp.sequence());
        cells.addHex(DecodeColumn.TCP_FLAGS, tcp.allFlags());
        if (PacketRow.kind(rows, row) == PacketRow.KIND_MALFORMED) {
            return;
        }
        long segmentLength = segmentLength(rows, row);
        cells.add(DecodeColumn.TCP_LEN, segmentLength - tcp.headerLength());
        cells.add(DecodeColumn.TCP_CHECKSUM_STATUS, checksum(rows, row, bytes, start, at, limit, segmentLength));
    }

    /** Bytes of header and data. A fragment's row counts its transport header as data. */
    private long segmentLength(byte[] rows, int row) {
        long payload = PacketRow.payloadLength(rows, row);
        return payload + PacketRow.payloadOffset(rows, row) - PacketRow.transportOffset(rows, row);
    }

    private int checksum(byte[] rows, int row, byte[] bytes, int start, int at, int limit, long length) {
        if (PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT) || length > limit - at) {
            return ChecksumStatus.UNVERIFIED;
        }
        int network = start + PacketRow.networkOffset(rows, row);
        long pseudo = PacketRow.kind(rows, row) == PacketRow.KIND_IPV4
                ? InternetChecksum.pseudoHeaderV4(bytes, network, IpProtocol.TCP, length)
                : InternetChecksum.pseudoHeaderV6(bytes, network + Ipv6View.SOURCE_OFFSET, IpProtocol.TCP, length);
        return ChecksumStatus.of(InternetChecksum.add(pseudo, bytes, at, at + (int) length));
    }
}
