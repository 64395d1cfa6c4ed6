// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Verifies the checksum of a decoded packet's transport header (RFC 1071, RFC 9293 section 3.1, RFC 768): TCP, UDP, ICMP, ICMPv6, over the pseudo header where there is one. */
public final class TransportChecksum {

    /** What a checksum says of its packet. */
    public enum Status {
        BAD,
        GOOD,
        /** A fragment, or cut by the capture. */
        UNVERIFIED,
        /** UDP over IPv4 may go without (RFC 768). */
        NOT_PRESENT,
        /** UDP over IPv6 must not (RFC 8200 section 8.1). */
        ILLEGAL,
        /** A protocol whose checksum this does not know. */
        UNKNOWN
    }

    private TransportChecksum() {}

    /**
     * Verifies one packet.
     *
     * @param row offset of its row in {@code rows}
     * @param start index of the frame's first byte, from which the row's offsets count
     * @param limit index behind the frame's last byte that is present
     */
    public static Status of(byte[] rows, int row, byte[] bytes, int start, int limit) {
        int kind = PacketRow.kind(rows, row);
        if (kind != PacketRow.KIND_IPV4 && kind != PacketRow.KIND_IPV6) {
            return Status.UNKNOWN;
        }
        return switch (PacketRow.ipProtocol(rows, row)) {
            case IpProtocol.UDP -> udp(rows, row, bytes, start, limit);
            case IpProtocol.TCP, IpProtocol.ICMP, IpProtocol.ICMPV6 -> summed(rows, row, bytes, start, limit);
            default -> Status.UNKNOWN;
        };
    }

    private static Status udp(byte[] rows, int row, byte[] bytes, int start, int limit) {
        int at = start + PacketRow.transportOffset(rows, row);
        boolean present = limit - at >= UdpView.MINIMUM_LENGTH;
        if (present && !PacketRow.has(rows, row, PacketRow.FLAG_LATER_FRAGMENT) && UdpView.checksum(bytes, at) == 0) {
            return PacketRow.kind(rows, row) == PacketRow.KIND_IPV4 ? Status.NOT_PRESENT : Status.ILLEGAL;
        }
        return summed(rows, row, bytes, start, limit);
    }

    private static Status summed(byte[] rows, int row, byte[] bytes, int start, int limit) {
        int at = start + PacketRow.transportOffset(rows, row);
        long length = length(rows, row);
        if (PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT) || length > limit - at) {
            return Status.UNVERIFIED;
        }
        boolean good = InternetChecksum.isGood(sum(rows, row, bytes, start));
        return good ? Status.GOOD : Status.BAD;
    }

    /** Bytes of transport header and data of the row at this offset, as the headers say. A fragment's row counts its transport header as data. */
    public static long length(byte[] rows, int row) {
        int header = PacketRow.payloadOffset(rows, row) - PacketRow.transportOffset(rows, row);
        return header + PacketRow.payloadLength(rows, row);
    }

    /** Unfolded sum over pseudo header, where the protocol has one, transport header and data, all of which must be there. */
    static long sum(byte[] rows, int row, byte[] bytes, int start) {
        int at = start + PacketRow.transportOffset(rows, row);
        long length = length(rows, row);
        long sum =
                PacketRow.ipProtocol(rows, row) == IpProtocol.ICMP ? 0 : pseudoHeader(rows, row, bytes, start, length);
        return InternetChecksum.add(sum, bytes, at, at + (int) length);
    }

    private static long pseudoHeader(byte[] rows, int row, byte[] bytes, int start, long length) {
        int protocol = PacketRow.ipProtocol(rows, row);
        int network = start + PacketRow.networkOffset(rows, row);
        int destination = SourceRoute.finalDestination(bytes, network, start + PacketRow.transportOffset(rows, row));
        if (PacketRow.kind(rows, row) == PacketRow.KIND_IPV4) {
            return InternetChecksum.pseudoHeaderV4(bytes, network + Ipv4View.SOURCE, destination, protocol, length);
        }
        return InternetChecksum.pseudoHeaderV6(bytes, network + Ipv6View.SOURCE_HIGH, destination, protocol, length);
    }
}
