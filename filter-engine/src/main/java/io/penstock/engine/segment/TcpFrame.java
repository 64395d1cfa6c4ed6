// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import io.penstock.engine.packet.PacketRow;
import java.util.Arrays;

/** A captured TCP packet, to be written again with other numbers and bytes. Reads and writes within its frame only. One thread. */
final class TcpFrame {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    static final int URG = 0x20;

    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int FLAGS = 13;
    private static final int FIXED_HEADER = 20;
    private static final int IPV4_LENGTH = 2;
    private static final int IPV4_ID = 4;
    private static final int IPV6_LENGTH = 4;
    private static final int IPV6_HEADER = 40;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int SACK = 5;
    private static final int MOST_IP = 0xFFFF;

    final byte[] frame;
    final int from;
    final int network;
    final int transport;
    final int payload;
    final int payloadLength;
    final boolean ipv6;

    private TcpFrame(byte[] frame, int from, int network, int transport, int payload, int length, boolean ipv6) {
        this.frame = frame;
        this.from = from;
        this.network = network;
        this.transport = transport;
        this.payload = payload;
        this.payloadLength = length;
        this.ipv6 = ipv6;
    }

    /** The packet of a row, or null where its headers were not shipped. */
    static TcpFrame of(byte[] rows, int row, byte[] frames) {
        int shipped = PacketRow.frameLength(rows, row);
        int transport = PacketRow.transportOffset(rows, row);
        int payload = PacketRow.payloadOffset(rows, row);
        // A datagram that was put together of fragments has no IP header of its own.
        if (transport <= PacketRow.networkOffset(rows, row)
                || payload < transport + FIXED_HEADER
                || payload > shipped) {
            return null;
        }
        int length = (int) Math.min(PacketRow.payloadLength(rows, row), shipped - payload);
        return new TcpFrame(
                frames,
                PacketRow.frameOffset(rows, row),
                PacketRow.networkOffset(rows, row),
                transport,
                payload,
                length,
                PacketRow.kind(rows, row) == PacketRow.KIND_IPV6);
    }

    /** Its headers, to be used later. */
    byte[] header() {
        byte[] kept = new byte[payload + 4];
        kept[0] = (byte) network;
        kept[1] = (byte) transport;
        kept[2] = (byte) (transport >>> 8);
        kept[3] = (byte) (ipv6 ? 1 : 0);
        System.arraycopy(frame, from, kept, 4, payload);
        return kept;
    }

    static TcpFrame ofHeader(byte[] kept) {
        int transport = kept[1] & 0xFF | (kept[2] & 0xFF) << 8;
        return new TcpFrame(kept, 4, kept[0] & 0xFF, transport, kept.length - 4, 0, kept[3] != 0);
    }

    int flags() {
        return frame[from + transport + FLAGS] & 0xFF;
    }

    int sequence() {
        return i32(from + transport + SEQUENCE);
    }

    int acknowledgement() {
        return i32(from + transport + ACKNOWLEDGEMENT);
    }

    private int i32(int at) {
        return (frame[at] & 0xFF) << 24
                | (frame[at + 1] & 0xFF) << 16
                | (frame[at + 2] & 0xFF) << 8
                | frame[at + 3] & 0xFF;
    }

    /** Most payload that one IP packet with these headers can carry. */
    int most() {
        return MOST_IP - (payload - network) + (ipv6 ? IPV6_HEADER : 0);
    }

    /**
     * A frame of these headers; its checksums are for the caller to write.
     *
     * @param number which of several segments of one packet it is, 0 and up
     */
    byte[] with(int sequence, int acknowledgement, int flags, byte[] bytes, int start, int length, int number) {
        byte[] made = new byte[payload + length];
        System.arraycopy(frame, from, made, 0, payload);
        System.arraycopy(bytes, start, made, payload, length);
        if (ipv6) {
            u16(made, network + IPV6_LENGTH, payload - network - IPV6_HEADER + length);
        } else {
            u16(made, network + IPV4_LENGTH, payload - network + length);
            int id = (made[network + IPV4_ID] & 0xFF) << 8 | made[network + IPV4_ID + 1] & 0xFF;
            u16(made, network + IPV4_ID, id + number);
        }
        i32(made, transport + SEQUENCE, sequence);
        i32(made, transport + ACKNOWLEDGEMENT, acknowledgement);
        made[transport + FLAGS] = (byte) flags;
        return made;
    }

    /** Whether a frame made of it says and carries what it says and carries itself; padding aside. */
    boolean isSame(byte[] made) {
        int end = payload + payloadLength;
        return made.length == end && Arrays.equals(made, 0, end, frame, from, from + end);
    }

    /** Moves the edges of selective acknowledgements (RFC 2018 section 3) in a frame that was made of one. */
    void moveSack(byte[] made, SegmentDirection peer) {
        int at = transport + FIXED_HEADER;
        while (at + 1 < payload && made[at] != END_OF_OPTIONS) {
            if (made[at] == NO_OPERATION) {
                at++;
                continue;
            }
            int length = made[at + 1] & 0xFF;
            if (length < 2 || at + length > payload) {
                return;
            }
            if (made[at] == SACK) {
                for (int edge = at + 2; edge + 8 <= at + length; edge += 8) {
                    int left = i32(from + edge);
                    int right = i32(from + edge + 4);
                    i32(made, edge, peer.sequence(peer.map.start(peer.place(left))));
                    i32(made, edge + 4, peer.sequence(peer.map.end(peer.place(right))));
                }
            }
            at += length;
        }
    }

    private static void u16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    private static void i32(byte[] bytes, int at, int value) {
        u16(bytes, at, value >>> 16);
        u16(bytes, at + 2, value);
    }
}
