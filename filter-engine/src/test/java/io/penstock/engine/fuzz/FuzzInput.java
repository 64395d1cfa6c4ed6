// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.fuzz;

import io.penstock.engine.packet.LinkType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The packets that an input of the fuzzer stands for: any bytes stand for some. */
final class FuzzInput {
    /** More would only be slow. */
    static final int MOST_PACKETS = 16;

    private static final int[] LINK_TYPES = {
        LinkType.ETHERNET,
        LinkType.RAW,
        LinkType.NULL,
        LinkType.PPP,
        LinkType.RAW_DLT,
        LinkType.RAW_OPENBSD,
        LinkType.PPP_SERIAL,
        LinkType.PPP_ETHER,
        LinkType.C_HDLC,
        LinkType.IEEE802_11,
        LinkType.LOOP,
        LinkType.LINUX_SLL,
        LinkType.IEEE802_11_RADIOTAP,
        LinkType.IPV4,
        LinkType.IPV6,
        LinkType.LINUX_SLL2
    };
    private static final int HEADER = 4;
    private static final int DIRECTIONS = 3;
    private static final int LONGER_ON_THE_WIRE = 0x80;

    /**
     * A packet.
     *
     * @param direction outbound, inbound or forward, as rows number them
     * @param timeSteps tenths of a second since the packet before
     * @param wireLength bytes on the wire, at least the frame's
     */
    record Packet(int linkType, int direction, int timeSteps, byte[] frame, int wireLength) {}

    private FuzzInput() {}

    /** Four bytes before each frame: link type; direction, and whether the frame was cut; time; length in units that let a byte hold a segment. */
    static List<Packet> packets(byte[] data) {
        List<Packet> packets = new ArrayList<>();
        int at = 0;
        while (at + HEADER <= data.length && packets.size() < MOST_PACKETS) {
            int flags = data[at + 1] & 0xFF;
            int length = Math.min((data[at + 3] & 0xFF) * 2, data.length - at - HEADER);
            byte[] frame = Arrays.copyOfRange(data, at + HEADER, at + HEADER + length);
            packets.add(new Packet(
                    LINK_TYPES[(data[at] & 0xFF) % LINK_TYPES.length],
                    flags % DIRECTIONS,
                    data[at + 2] & 0xFF,
                    frame,
                    length + ((flags & LONGER_ON_THE_WIRE) == 0 ? 0 : flags)));
            at += HEADER + length;
        }
        return packets;
    }

    /** The input that stands for these frames, one link type and direction for all. */
    static byte[] of(int linkType, int direction, List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int link = 0;
        for (int i = 0; i < LINK_TYPES.length; i++) {
            link = LINK_TYPES[i] == linkType ? i : link;
        }
        for (byte[] frame : frames) {
            int units = Math.min((frame.length + 1) / 2, 255);
            out.write(link);
            out.write(direction);
            out.write(1);
            out.write(units);
            out.writeBytes(Arrays.copyOf(frame, units * 2));
        }
        return out.toByteArray();
    }
}
