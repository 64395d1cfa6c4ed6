// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Follows IPv6 extension headers (RFC 8200 section 4) from the fixed header to the transport header or the fragment's data. */
final class Ipv6ExtensionDecoder {
    static final int DONE = 0;
    private static final int HERE = -1;
    private static final int UNIT = 8;
    private static final int OPTION_PAD1 = 0;
    private static final int OPTION_JUMBO = 0xC2;
    private static final int JUMBO_LENGTH = 4;

    private final DecodeFrame frame;
    private final TransportDecoder transport;

    Ipv6ExtensionDecoder(DecodeFrame frame, TransportDecoder transport) {
        this.frame = frame;
        this.transport = transport;
    }

    /** Whether this next header is an extension header, so that another next header stands in its first byte. */
    static boolean isExtension(int nextHeader) {
        return switch (nextHeader) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.DESTINATION_OPTIONS,
                    IpProtocol.MOBILITY,
                    IpProtocol.HOST_IDENTITY,
                    IpProtocol.SHIM6 -> true;
            default -> false;
        };
    }

    /** Walks the chain in a loop, not by recursion: a packet may hold thousands of headers. */
    void decode(int firstHeader, int payload, long statedEnd) {
        int next = firstHeader;
        int at = payload;
        long end = statedEnd;
        while (true) {
            int length = headerLength(next, at, end);
            if (length == HERE) {
                PacketRow.ipProtocol(frame.rows, frame.row, next);
                transport.whole(next, at, end);
                return;
            }
            if (length == DONE) {
                return;
            }
            if (next == IpProtocol.HOP_BY_HOP) {
                end = jumboEnd(at, length, payload, end);
            }
            next = NetworkOrder.u8(frame.bytes, at);
            at += length;
        }
    }

    /** Bytes to the following header, {@link #HERE} if the transport starts here, {@link #DONE} if nothing is left to decode. */
    private int headerLength(int next, int at, long end) {
        if (isExtension(next)) {
            int length = extensionLength(at, end);
            // Mobility, HIP and Shim6 messages end the chain: they are the protocol that is spoken.
            boolean last = length > 0
                    && next >= IpProtocol.MOBILITY
                    && NetworkOrder.u8(frame.bytes, at) == IpProtocol.NO_NEXT_HEADER;
            return last ? HERE : length;
        }
        return switch (next) {
            case IpProtocol.FRAGMENT -> fragment(at, end);
            case IpProtocol.AUTHENTICATION -> transport.authentication(at, end);
            default -> HERE;
        };
    }

    /** Length of the header here in bytes; {@link #DONE} if it is cut, which the row then says. */
    private int extensionLength(int at, long end) {
        int available = (int) Math.min(frame.limit, end) - at;
        int needed = UNIT;
        if (available >= UNIT) {
            needed = (NetworkOrder.u8(frame.bytes, at + 1) + 1) * UNIT;
        }
        if (available >= needed) {
            return needed;
        }
        frame.malformed(MalformedReason.IPV6_EXTENSION_CUT, at, needed, Math.max(0, available));
        return DONE;
    }

    /** Where the packet ends if these hop-by-hop options hold a jumbo payload length (RFC 2675 section 2), else where it was. */
    private long jumboEnd(int at, int length, int payload, long end) {
        int option = at + 2;
        int last = at + length;
        while (option + 1 < last) {
            int type = NetworkOrder.u8(frame.bytes, option);
            if (type == OPTION_PAD1) {
                option++;
                continue;
            }
            int dataLength = NetworkOrder.u8(frame.bytes, option + 1);
            if (type == OPTION_JUMBO && dataLength == JUMBO_LENGTH && option + 2 + JUMBO_LENGTH <= last) {
                frame.packetEnd = payload + NetworkOrder.u32(frame.bytes, option + 2);
                return Math.min(frame.wireEnd, frame.packetEnd);
            }
            option += 2 + dataLength;
        }
        return end;
    }

    private int fragment(int at, long end) {
        int available = (int) Math.min(frame.limit, end) - at;
        if (available < Ipv6FragmentView.MINIMUM_LENGTH) {
            frame.malformed(
                    MalformedReason.IPV6_EXTENSION_CUT, at, Ipv6FragmentView.MINIMUM_LENGTH, Math.max(0, available));
            return DONE;
        }
        int offset = Ipv6FragmentView.fragmentOffset(frame.bytes, at);
        boolean more = Ipv6FragmentView.hasMoreFragments(frame.bytes, at);
        PacketRow.fragmentId(frame.rows, frame.row, Ipv6FragmentView.identification(frame.bytes, at));
        if (offset == 0 && !more) {
            // An atomic fragment is a whole packet (RFC 6946).
            return Ipv6FragmentView.MINIMUM_LENGTH;
        }
        int next = Ipv6FragmentView.nextHeader(frame.bytes, at);
        PacketRow.ipProtocol(frame.rows, frame.row, next);
        transport.fragment(next, at + Ipv6FragmentView.MINIMUM_LENGTH, end, offset, more);
        return DONE;
    }
}
