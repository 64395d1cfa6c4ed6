// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FragmentTracker;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Packets of one host from one seeded generator: few addresses and ports, so that flows meet, end, idle, answer each other and speak to groups. */
final class RandomTraffic {
    private static final String[] REMOTES = {"192.0.2.9", "10.0.0.7", "224.0.0.251", "198.51.100.1"};
    private static final String[] REMOTES_V6 = {"2001:db8::9", "fd00::7", "ff02::fb"};
    private static final int[] PORTS = {53, 80, 5353, 40_000};

    /** A packet as it arrives. */
    record Captured(byte[] rows, byte[] quoted, byte[] frames, byte[] frame) {}

    private final RandomGenerator random;
    private final FragmentTracker fragments = new FragmentTracker(1_000, 60_000_000_000L);
    private long millis = 1_000;

    RandomTraffic(RandomGenerator random) {
        this.random = random;
    }

    /** Packets numbered from 1. */
    List<Captured> packets(int count) {
        List<Captured> packets = new ArrayList<>();
        while (packets.size() < count) {
            int gap = random.nextInt(200);
            millis += gap == 0 ? 61_000 : gap < 4 ? 4_500 : gap;
            TestPacket packet = packet().at(millis);
            boolean loopback = random.nextInt(25) == 0 && !packet.isV6();
            if (loopback) {
                packet.from("127.0.0.1").to("127.0.0.2").outbound();
            } else if (random.nextInt(12) == 0) {
                fragments(packets, packet);
                continue;
            }
            packets.add(captured(packet.number(packets.size() + 1), loopback));
        }
        return packets;
    }

    private void fragments(List<Captured> packets, TestPacket packet) {
        int length = packet.payload(new byte[24]).transportLength();
        int id = random.nextInt(4);
        packets.add(captured(packet.fragment(id, 0, 16).number(packets.size() + 1), false));
        if (random.nextInt(5) > 0) {
            packets.add(captured(packet.fragment(id, 16, length).number(packets.size() + 1), false));
        }
    }

    private Captured captured(TestPacket packet, boolean loopback) {
        RowBuffer buffer = new RowBuffer();
        int row = packet.appendTo(buffer);
        if (loopback) {
            PacketRow.flags(buffer.rows(), row, PacketRow.flags(buffer.rows(), row) | PacketRow.FLAG_LOOPBACK);
        }
        fragments.track(buffer.rows(), row);
        return new Captured(buffer.rows(), buffer.quoted(), buffer.frames(), packet.bytes());
    }

    private TestPacket packet() {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return random.nextBoolean() ? TestPacket.arp().inbound() : TestPacket.arp();
        }
        boolean v6 = random.nextInt(4) == 0;
        boolean inbound = random.nextBoolean();
        TestPacket packet = switch (kind) {
            case 1 -> TestPacket.portUnreachable(directed(transport(), v6, !inbound));
            case 2, 3 -> v6 ? TestPacket.icmpv6(inbound ? 129 : 128, 0) : TestPacket.icmp(inbound ? 0 : 8, 0);
            case 4 -> TestPacket.ip(47).payload(new byte[12]);
            default -> transport();
        };
        if (kind == 1) {
            return inbound ? packet.inbound() : packet.outbound();
        }
        if (kind == 2 || kind == 3) {
            packet.sequence(random.nextInt(2) << 16);
        }
        directed(packet, v6, inbound);
        if (random.nextInt(30) == 0) {
            packet.cut(30);
        }
        return random.nextInt(25) == 0 ? packet.forwarded() : packet;
    }

    private TestPacket transport() {
        int a = PORTS[random.nextInt(PORTS.length)];
        int b = PORTS[random.nextInt(PORTS.length)];
        if (random.nextInt(3) == 0) {
            return TestPacket.udp().ports(a, b).payload(new byte[random.nextInt(3)]);
        }
        int[] flags = {
            TestPacket.SYN,
            TestPacket.SYN,
            TestPacket.SYN | TestPacket.ACK,
            TestPacket.ACK,
            TestPacket.ACK,
            TestPacket.ACK | TestPacket.FIN,
            TestPacket.RST
        };
        return TestPacket.tcp(flags[random.nextInt(flags.length)])
                .ports(a, b)
                .sequence(random.nextInt(3))
                .payload(new byte[random.nextInt(4)]);
    }

    private TestPacket directed(TestPacket packet, boolean v6, boolean inbound) {
        String local = v6 ? "fd00::1" : "10.0.0.1";
        String[] pool = v6 ? REMOTES_V6 : REMOTES;
        String remote = pool[random.nextInt(pool.length)];
        boolean group = remote.startsWith("ff02") || remote.startsWith("224");
        if (!inbound) {
            return packet.from(local).to(remote).outbound();
        }
        return group
                ? packet.from(pool[0]).to(remote).inbound()
                : packet.from(remote).to(local).inbound();
    }
}
