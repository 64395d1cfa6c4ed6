// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Reads the outermost IP header. */
final class NetworkDecoder {
    private static final int MORE_OR_OFFSET = 0x3FFF;

    private final DecodeFrame frame;
    private final TransportDecoder transport;
    private final Ipv6ExtensionDecoder extensions;

    NetworkDecoder(DecodeFrame frame, TransportDecoder transport) {
        this.frame = frame;
        this.transport = transport;
        this.extensions = new Ipv6ExtensionDecoder(frame, transport);
    }

    /** An IP packet whose version only its first byte tells. */
    void either(int at) {
        if (frame.isCut(MalformedReason.IP_CUT, at, 1)) {
            return;
        }
        int version = NetworkOrder.u8(frame.bytes, at) >>> 4;
        if (version == 4) {
            ipv4(at);
        } else if (version == 6) {
            ipv6(at);
        } else {
            frame.malformed(MalformedReason.IP_VERSION, at, 4, version);
        }
    }

    void ipv4(int at) {
        PacketRow.networkOffset(frame.rows, frame.row, at - frame.start);
        if (frame.isCut(MalformedReason.IPV4_CUT, at, Ipv4View.MINIMUM_LENGTH)) {
            return;
        }
        int version = Ipv4View.version(frame.bytes, at);
        if (version != 4) {
            frame.malformed(MalformedReason.IPV4_VERSION, at, 4, version);
            return;
        }
        PacketRow.kind(frame.rows, frame.row, PacketRow.KIND_IPV4);
        int source = Ipv4View.source(frame.bytes, at);
        int destination = Ipv4View.destination(frame.bytes, at);
        PacketRow.addressesV4(frame.rows, frame.row, source, destination);
        AddressTypes.v4(frame, source, destination);
        PacketRow.ipProtocol(frame.rows, frame.row, Ipv4View.protocol(frame.bytes, at));
        PacketRow.fragmentId(frame.rows, frame.row, Ipv4View.identification(frame.bytes, at));
        ipv4Lengths(at);
    }

    private void ipv4Lengths(int at) {
        int headerLength = Ipv4View.headerLength(frame.bytes, at);
        if (headerLength < Ipv4View.MINIMUM_LENGTH) {
            frame.malformed(MalformedReason.IPV4_HEADER_LENGTH, at, Ipv4View.MINIMUM_LENGTH, headerLength);
            return;
        }
        if (frame.isCut(MalformedReason.IPV4_CUT, at, headerLength)) {
            return;
        }
        int totalLength = Ipv4View.totalLength(frame.bytes, at);
        if (totalLength == 0) {
            // Captured before the adapter cut it into segments: the frame's own length counts.
            frame.packetEnd = frame.wireEnd;
            ipv4Payload(at, headerLength, frame.wireEnd);
        } else if (totalLength < headerLength) {
            frame.malformed(MalformedReason.IPV4_TOTAL_LENGTH, at, headerLength, totalLength);
        } else {
            frame.packetEnd = (long) at + totalLength;
            ipv4Payload(at, headerLength, Math.min(frame.wireEnd, frame.packetEnd));
        }
    }

    private void ipv4Payload(int at, int headerLength, long end) {
        int protocol = Ipv4View.protocol(frame.bytes, at);
        int fragmentField = Ipv4View.fragmentField(frame.bytes, at);
        if ((fragmentField & MORE_OR_OFFSET) == 0) {
            ipv4Whole(protocol, at + headerLength, end);
        } else {
            int offset = Ipv4View.fragmentOffset(frame.bytes, at);
            transport.fragment(protocol, at + headerLength, end, offset, Ipv4View.hasMoreFragments(frame.bytes, at));
        }
    }

    private void ipv4Whole(int firstProtocol, int firstAt, long end) {
        int protocol = firstProtocol;
        int at = firstAt;
        while (protocol == IpProtocol.AUTHENTICATION) {
            int length = transport.authentication(at, end);
            if (length == Ipv6ExtensionDecoder.DONE) {
                return;
            }
            protocol = AuthenticationView.nextHeader(frame.bytes, at);
            at += length;
            PacketRow.ipProtocol(frame.rows, frame.row, protocol);
        }
        transport.whole(protocol, at, end);
    }

    void ipv6(int at) {
        PacketRow.networkOffset(frame.rows, frame.row, at - frame.start);
        if (frame.isCut(MalformedReason.IPV6_CUT, at, Ipv6View.MINIMUM_LENGTH)) {
            return;
        }
        int version = Ipv6View.version(frame.bytes, at);
        if (version != 6) {
            frame.malformed(MalformedReason.IPV6_VERSION, at, 6, version);
            return;
        }
        PacketRow.kind(frame.rows, frame.row, PacketRow.KIND_IPV6);
        System.arraycopy(frame.bytes, at + Ipv6View.SOURCE_HIGH, frame.rows, frame.row + PacketRow.SOURCE_ADDRESS, 32);
        AddressTypes.v6(frame);
        int next = Ipv6View.nextHeader(frame.bytes, at);
        PacketRow.ipProtocol(frame.rows, frame.row, next);
        int payloadLength = Ipv6View.payloadLength(frame.bytes, at);
        int payload = at + Ipv6View.MINIMUM_LENGTH;
        // Zero without a jumbo payload option: captured before the adapter cut it into segments.
        frame.packetEnd = payloadLength == 0 ? frame.wireEnd : (long) payload + payloadLength;
        extensions.decode(next, payload, Math.min(frame.wireEnd, frame.packetEnd));
    }
}
