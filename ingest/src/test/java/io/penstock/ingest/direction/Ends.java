// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.FileDirection;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Packets of a test, reduced to their ends: as values, and as packet bytes of addresses alone. */
final class Ends {
    private Ends() {}

    static PacketEnds of(String source, String destination) {
        return of(source, destination, 40_000, 80);
    }

    static PacketEnds of(String source, String destination, int sourcePort, int destinationPort) {
        return read(packet(0, source, destination), new PacketEnds()).flow(6, sourcePort, destinationPort);
    }

    /** A packet whose bytes are the two addresses. */
    static CapturedPacket packet(int interfaceId, String source, String destination) {
        byte[] from = InetAddress.ofLiteral(source).getAddress();
        byte[] to = InetAddress.ofLiteral(destination).getAddress();
        byte[] both =
                ByteBuffer.allocate(from.length + to.length).put(from).put(to).array();
        return new CapturedPacket()
                .wrap(both, 0, both.length, both.length)
                .describe(0, interfaceId, FileDirection.UNKNOWN, 0);
    }

    static PacketEnds read(CapturedPacket packet, PacketEnds ends) {
        int width = packet.capturedLengthBytes() / 2;
        int version = width == 4 ? 4 : 6;
        return ends.ip(version, packet.interfaceId(), packet.buffer(), packet.offset(), packet.offset() + width);
    }
}
