// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import java.nio.ByteBuffer;

/** Builds small IP packets for tests and decodes them; times in nanoseconds. */
final class RawPackets {
    static final int RAW = 101;

    private RawPackets() {}

    /** An IPv4 or IPv6 packet, as the addresses' lengths say. */
    static byte[] ip(byte[] source, byte[] destination, int protocol, byte[] payload) {
        return source.length == 4
                ? ipv4(source, destination, protocol, payload, 7, 0)
                : ipv6(source, destination, protocol, payload);
    }

    /** An IPv4 packet; {@code flagsAndOffset} as in the header. */
    static byte[] ipv4(byte[] source, byte[] destination, int protocol, byte[] payload, int id, int flagsAndOffset) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
        packet.putShort((short) id).putShort((short) flagsAndOffset);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        return packet.put(source).put(destination).put(payload).array();
    }

    private static byte[] ipv6(byte[] source, byte[] destination, int protocol, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
        packet.putInt(0x6000_0000).putShort((short) payload.length);
        packet.put((byte) protocol).put((byte) 64);
        return packet.put(source).put(destination).put(payload).array();
    }

    static byte[] udp(int sourcePort, int destinationPort, int dataBytes) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + dataBytes);
        return datagram.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) (8 + dataBytes))
                .array();
    }

    static byte[] icmp(int type, int code, int restOfHeader, byte[] data) {
        ByteBuffer message = ByteBuffer.allocate(8 + data.length);
        message.put((byte) type).put((byte) code).putShort((short) 0).putInt(restOfHeader);
        return message.put(data).array();
    }

    /** The row of a packet of a raw IP capture. */
    static RowBuffer row(byte[] packet, int direction, long timeNanos) {
        RowBuffer row = new RowBuffer().frameSnap(0);
        new PacketDecoder().decode(packet, 0, packet.length, packet.length, RAW, 1, timeNanos, 0, row);
        PacketRow.direction(row.rows(), 0, direction);
        return row;
    }
}
