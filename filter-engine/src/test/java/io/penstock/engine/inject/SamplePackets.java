// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import java.nio.ByteBuffer;
import java.util.Random;

/** Well-formed packets of every kind whose checksums a clone needs, in the link types they come in. */
final class SamplePackets {
    private SamplePackets() {}

    static TestPacket random(Random random) {
        boolean v6 = random.nextBoolean();
        byte[] payload = new byte[random.nextInt(80)];
        random.nextBytes(payload);
        TestPacket packet = switch (random.nextInt(4)) {
            case 0 -> TestPacket.tcp(random.nextInt(64));
            case 1 -> TestPacket.udp();
            case 2 -> v6 ? TestPacket.icmpv6(128, 0) : TestPacket.icmp(8, 0);
            default ->
                TestPacket.portUnreachable(v6 ? TestPacket.udp().from("fd00::1").to("2001:db8::9") : TestPacket.udp());
        };
        packet.payload(payload);
        if (v6) {
            packet.from("2001:db8::" + Integer.toHexString(random.nextInt(0xFFFF)))
                    .to("fd00::" + Integer.toHexString(random.nextInt(0xFFFF)));
        } else {
            packet.from("192.0.2." + random.nextInt(256)).to("10.0.0." + random.nextInt(256));
        }
        return switch (random.nextInt(4)) {
            case 0 -> packet.withoutLink().inbound();
            case 1 -> TestPacket.frame(vlan(packet.bytes()), LinkType.ETHERNET).inbound();
            case 2 ->
                TestPacket.frame(cooked(packet.withoutLink().bytes(), v6), LinkType.LINUX_SLL)
                        .inbound();
            default -> packet.inbound();
        };
    }

    /** The packet's row at the start of a buffer. */
    static RowBuffer row(TestPacket packet) {
        RowBuffer rows = new RowBuffer();
        packet.appendTo(rows);
        return rows;
    }

    private static byte[] vlan(byte[] ethernet) {
        return ByteBuffer.allocate(ethernet.length + 4)
                .put(ethernet, 0, 12)
                .putInt(0x8100_0007)
                .put(ethernet, 12, ethernet.length - 12)
                .array();
    }

    private static byte[] cooked(byte[] ip, boolean v6) {
        return ByteBuffer.allocate(16 + ip.length)
                .putShort((short) 0)
                .putShort((short) 1)
                .putShort((short) 6)
                .put(new byte[] {2, 0, 0, 0, 0, 1, 0, 0})
                .putShort((short) (v6 ? 0x86DD : 0x0800))
                .put(ip)
                .array();
    }
}
