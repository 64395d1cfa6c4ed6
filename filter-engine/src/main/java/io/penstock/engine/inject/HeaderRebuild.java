// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

import io.penstock.engine.packet.IpExtent;
import io.penstock.engine.packet.PacketRow;
import java.nio.ByteBuffer;

/**
 * Gives a frame that came in a fresh IP header for going out (spec 10, G8): without options or extension headers, from the local address to the remote
 * one, with a TTL of its own. Its checksum is for the caller to write.
 */
final class HeaderRebuild {
    private static final int ETHERNET = 14;
    private static final int MAC = 6;
    private static final int IPV4_HEADER = 20;
    private static final int IPV4_FRAGMENT_FIELD = 6;
    private static final int IPV6_HEADER = 40;
    private static final int IPV6_NEXT_HEADER = 6;
    private static final int HOPS = 64;
    private static final int IPV6_ADDRESS = 16;
    private static final int MOST_LENGTH = 0xFFFF;

    private HeaderRebuild() {}

    /**
     * The frame with a fresh header, or null where it cannot be had: it is no IP packet, ends before its header says, or is too
     * long for one.
     *
     * @param rows row of the frame, which starts at index 0
     * @param local where the local address stands in {@code of}
     * @param of row of the inbound item
     */
    static byte[] outbound(byte[] rows, int row, byte[] frame, byte[] of, int local) {
        long end = IpExtent.end(rows, row, frame, 0, frame.length);
        int kind = PacketRow.kind(rows, row);
        boolean ip = kind == PacketRow.KIND_IPV4 || kind == PacketRow.KIND_IPV6;
        if (!ip || end > frame.length || end - PacketRow.networkOffset(rows, row) > MOST_LENGTH) {
            return null;
        }
        boolean turned = isInbound(rows, row, of, local);
        byte[] link = link(rows, row, frame, turned);
        return kind == PacketRow.KIND_IPV4
                ? ipv4(rows, row, frame, (int) end, link, turned)
                : ipv6(rows, row, frame, (int) end, link, turned);
    }

    /** Whether the frame still stands as it came: bound for the local address. What a callout has turned itself stays as it is. */
    private static boolean isInbound(byte[] rows, int row, byte[] of, int local) {
        for (int i = 0; i < 16; i++) {
            if (rows[row + PacketRow.DESTINATION_ADDRESS + i] != of[local + i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] link(byte[] rows, int row, byte[] frame, boolean turned) {
        byte[] link = new byte[PacketRow.networkOffset(rows, row)];
        System.arraycopy(frame, 0, link, 0, link.length);
        if (turned && PacketRow.has(rows, row, PacketRow.FLAG_ETHERNET) && link.length >= ETHERNET) {
            System.arraycopy(frame, MAC, link, 0, MAC);
            System.arraycopy(frame, 0, link, MAC, MAC);
        }
        return link;
    }

    private static byte[] ipv4(byte[] rows, int row, byte[] frame, int end, byte[] link, boolean turned) {
        int data = PacketRow.transportOffset(rows, row);
        int network = PacketRow.networkOffset(rows, row);
        int fragment =
                (frame[network + IPV4_FRAGMENT_FIELD] & 0xFF) << 8 | frame[network + IPV4_FRAGMENT_FIELD + 1] & 0xFF;
        int source = PacketRow.sourceV4(rows, row);
        int destination = PacketRow.destinationV4(rows, row);
        return ByteBuffer.allocate(link.length + IPV4_HEADER + end - data)
                .put(link)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (IPV4_HEADER + end - data))
                .putShort((short) PacketRow.fragmentId(rows, row))
                .putShort((short) fragment)
                .put((byte) HOPS)
                .put((byte) PacketRow.ipProtocol(rows, row))
                .putShort((short) 0)
                .putInt(turned ? destination : source)
                .putInt(turned ? source : destination)
                .put(frame, data, end - data)
                .array();
    }

    private static byte[] ipv6(byte[] rows, int row, byte[] frame, int end, byte[] link, boolean turned) {
        int network = PacketRow.networkOffset(rows, row);
        // A fragment's header says where it belongs, so it goes along.
        boolean fragment = PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT);
        int data = fragment ? network + IPV6_HEADER : PacketRow.transportOffset(rows, row);
        int next = fragment ? frame[network + IPV6_NEXT_HEADER] : PacketRow.ipProtocol(rows, row);
        int first = row + (turned ? PacketRow.DESTINATION_ADDRESS : PacketRow.SOURCE_ADDRESS);
        int second = row + (turned ? PacketRow.SOURCE_ADDRESS : PacketRow.DESTINATION_ADDRESS);
        return ByteBuffer.allocate(link.length + IPV6_HEADER + end - data)
                .put(link)
                .putInt(6 << 28)
                .putShort((short) (end - data))
                .put((byte) next)
                .put((byte) HOPS)
                .put(rows, first, IPV6_ADDRESS)
                .put(rows, second, IPV6_ADDRESS)
                .put(frame, data, end - data)
                .array();
    }
}
