// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import io.penstock.engine.packet.TransportChecksum.Status;

/**
 * Writes the checksums of a decoded packet anew: of its IPv4 header, and of TCP, UDP, ICMP and ICMPv6 (spec 10, G5 and G6). What an offloading
 * adapter left half done is so put right. Reads and writes within the frame only.
 */
public final class ChecksumWriter {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int ICMP_CHECKSUM = 2;

    private ChecksumWriter() {}

    /**
     * Writes what can be computed. The transport's checksum stays as it is in a fragment, in a frame that holds less than its IP header says, and in
     * protocols that this does not know; the IPv4 header's is written all the same.
     *
     * @param row offset of the row in {@code rows}
     * @param start index of the frame's first byte, from which the row's offsets count
     * @param limit index behind the frame's last byte
     * @return what the transport's checksum says now
     */
    public static Status write(byte[] rows, int row, byte[] bytes, int start, int limit) {
        int kind = PacketRow.kind(rows, row);
        if (kind == PacketRow.KIND_IPV4) {
            header(bytes, start + PacketRow.networkOffset(rows, row), limit);
        } else if (kind != PacketRow.KIND_IPV6) {
            return Status.UNKNOWN;
        }
        int at = start + PacketRow.transportOffset(rows, row);
        return switch (PacketRow.ipProtocol(rows, row)) {
            case IpProtocol.TCP -> transport(rows, row, bytes, start, limit, at + TCP_CHECKSUM);
            case IpProtocol.UDP -> transport(rows, row, bytes, start, limit, at + UDP_CHECKSUM);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> transport(rows, row, bytes, start, limit, at + ICMP_CHECKSUM);
            default -> Status.UNKNOWN;
        };
    }

    private static void header(byte[] bytes, int at, int limit) {
        if (limit - at < Ipv4View.MINIMUM_LENGTH || limit - at < Ipv4View.headerLength(bytes, at)) {
            return;
        }
        NetworkOrder.u16(bytes, at + Ipv4View.CHECKSUM, 0);
        long sum = InternetChecksum.add(0, bytes, at, at + Ipv4View.headerLength(bytes, at));
        NetworkOrder.u16(bytes, at + Ipv4View.CHECKSUM, InternetChecksum.of(sum));
    }

    private static Status transport(byte[] rows, int row, byte[] bytes, int start, int limit, int field) {
        boolean fragment = PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT);
        if (fragment || isCut(rows, row, bytes, start, limit) || field + 2 > limit) {
            return Status.UNVERIFIED;
        }
        boolean udp = PacketRow.ipProtocol(rows, row) == IpProtocol.UDP;
        boolean none = udp && NetworkOrder.u16(bytes, field) == 0;
        if (none && PacketRow.kind(rows, row) == PacketRow.KIND_IPV4) {
            return Status.NOT_PRESENT;
        }
        NetworkOrder.u16(bytes, field, 0);
        int checksum = InternetChecksum.of(TransportChecksum.sum(rows, row, bytes, start));
        NetworkOrder.u16(bytes, field, udp && checksum == 0 ? 0xFFFF : checksum);
        return Status.GOOD;
    }

    /** Whether the frame ends before its transport's data, or before what its IP header says. */
    private static boolean isCut(byte[] rows, int row, byte[] bytes, int start, int limit) {
        int at = start + PacketRow.transportOffset(rows, row);
        return TransportChecksum.length(rows, row) > limit - at || IpExtent.end(rows, row, bytes, start, limit) > limit;
    }
}
