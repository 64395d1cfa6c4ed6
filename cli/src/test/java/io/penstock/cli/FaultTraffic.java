// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.TestPacket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * UDP packets whose payloads say what the {@link FaultCallout}s do with them, as a capture: five of each flow, flow by flow mixed, some to be looked at, some
 * to be edited first.
 */
final class FaultTraffic {
    /** Packets to this port are looked at. */
    static final int LOOK_PORT = 7_000;
    /** These are edited, where they say so, and the edited ones looked at. */
    static final int EDIT_PORT = 7_001;

    static final String LOCAL = "10.20.0.10";
    private static final int PACKETS_A_FLOW = 5;
    private static final int FIRST_PORT = 10_000;
    private static final int LATER_THAN_ANY_SAMPLE = 2_000_000_000;
    private static final int FLOWS_A_HOST = 50_000;

    private FaultTraffic() {}

    /** A capture in which at least so many packets are pended at least once. */
    static byte[] capture(int pended, long seed) {
        Random random = new Random(seed);
        List<byte[]> packets = new ArrayList<>();
        int flows = (pended + PACKETS_A_FLOW - 1) / PACKETS_A_FLOW;
        for (int round = 0; round < PACKETS_A_FLOW; round++) {
            for (int flow = 0; flow < flows; flow++) {
                packets.add(ofFlow(flow, says(random)));
            }
        }
        return capture(packets);
    }

    /** A capture of packets, all of the same time. */
    static byte[] capture(List<byte[]> packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(littleEndian(24)
                .putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(LinkType.RAW)
                .array());
        packets.forEach(packet -> write(out, packet));
        return out.toByteArray();
    }

    /** The first packet of a flow of its own, of so many bytes of payload, the first of which says what becomes of it. */
    static byte[] packet(int flow, int port, byte says, int payload) {
        byte[] bytes = new byte[payload];
        bytes[0] = says;
        return TestPacket.udp()
                .withoutLink()
                .from(LOCAL, FIRST_PORT + flow)
                .to("10.99.0.1", port)
                .payload(bytes)
                .bytes();
    }

    /** Where the second half of its packets begins. */
    static int middle(byte[] capture) {
        ByteBuffer bytes = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int at = 24;
        while (at < capture.length / 2) {
            at += 16 + bytes.getInt(at + 8);
        }
        return at;
    }

    private static byte says(Random random) {
        int choice = random.nextInt(100);
        if (choice < 8) {
            return FaultCallout.BLOCK;
        } else if (choice < 10) {
            return FaultCallout.THROW;
        } else if (choice < 40) {
            return FaultCallout.EDIT;
        }
        return choice < 42 ? FaultCallout.DROP : FaultCallout.PERMIT;
    }

    private static byte[] ofFlow(int flow, byte says) {
        boolean edited = flow % 3 == 0;
        byte payload = !edited && (says == FaultCallout.EDIT || says == FaultCallout.DROP) ? FaultCallout.PERMIT : says;
        return TestPacket.udp()
                .withoutLink()
                .from(LOCAL, FIRST_PORT + flow % FLOWS_A_HOST)
                .to("10.99.0." + (1 + flow / FLOWS_A_HOST), edited ? EDIT_PORT : LOOK_PORT)
                .payload(new byte[] {payload, (byte) flow})
                .bytes();
    }

    private static void write(ByteArrayOutputStream out, byte[] packet) {
        out.writeBytes(littleEndian(16)
                .putInt(LATER_THAN_ANY_SAMPLE)
                .putInt(0)
                .putInt(packet.length)
                .putInt(packet.length)
                .array());
        out.writeBytes(packet);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
