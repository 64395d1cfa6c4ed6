// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest;

import static io.penstock.engine.packet.PacketRow.INBOUND;
import static io.penstock.engine.packet.PacketRow.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.penstock.engine.flow.FlowHash;
import io.penstock.engine.flow.FragmentTracker;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlowPartitionerTest {
    private static final int UDP = 17;
    private static final int ROUNDS = 500;
    private static final long SEED = Long.getLong("penstock.seed", 20_260_101L);
    private static final byte[] LOCAL = {10, 0, 0, 1};
    private static final byte[] PEER = {10, 0, 0, 2};
    private static final byte[] GROUP = {(byte) 239, 1, 1, 1};
    private static final long SECOND = 1_000_000_000L;

    private final Random random = new Random(SEED);

    @BeforeEach
    void printSeed() {
        System.out.println("FlowPartitionerTest seed " + SEED);
    }

    @Test
    void shouldSendBothDirectionsOfAFlowToOnePartitionWhoeverSeesThem() {
        for (int round = 0; round < ROUNDS; round++) {
            int width = random.nextBoolean() ? 4 : 16;
            byte[] one = address(width);
            byte[] other = address(width);
            int protocol = new int[] {6, UDP, 132, 136, 33}[random.nextInt(5)];
            byte[] there = random.nextBoolean() ? transport(protocol, 1) : transport(protocol, 7);
            byte[] back = there.clone();
            System.arraycopy(there, 0, back, 2, 2);
            System.arraycopy(there, 2, back, 0, 2);
            RowBuffer out = RawPackets.row(RawPackets.ip(one, other, protocol, there), OUTBOUND, round);
            RowBuffer in = RawPackets.row(RawPackets.ip(other, one, protocol, back), INBOUND, round);
            for (int partitions = 1; partitions <= 12; partitions++) {
                assertThat(new FlowPartitioner("there", partitions).partition(in))
                        .isEqualTo(new FlowPartitioner("here", partitions).partition(out))
                        .isBetween(0, partitions - 1);
            }
        }
    }

    @Test
    void shouldSendFragmentsToTheFlowOfTheirDatagram() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] one = address(4);
            byte[] other = address(4);
            byte[] datagram = RawPackets.udp(random.nextInt(65_536), random.nextInt(65_536), 24);
            FragmentTracker tracker = new FragmentTracker();
            RowBuffer whole = RawPackets.row(RawPackets.ip(one, other, UDP, datagram), OUTBOUND, 0);
            RowBuffer first = RawPackets.row(RawPackets.ipv4(one, other, UDP, datagram, round, 0x2000), OUTBOUND, 0);
            RowBuffer later = RawPackets.row(RawPackets.ipv4(one, other, UDP, new byte[9], round, 4), OUTBOUND, 1);
            tracker.track(first.rows(), 0);
            tracker.track(later.rows(), 0);
            FlowPartitioner partitioner = new FlowPartitioner("here", 12);
            assertThat(partitioner.partition(first)).isEqualTo(partitioner.partition(whole));
            assertThat(partitioner.partition(later)).isEqualTo(partitioner.partition(whole));
        }
    }

    @Test
    void shouldSendFragmentsWithoutTheirFirstByAddressesAlone() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] one = address(4);
            byte[] other = address(4);
            RowBuffer there = RawPackets.row(RawPackets.ipv4(one, other, UDP, new byte[9], 1, 4), OUTBOUND, 1);
            RowBuffer back = RawPackets.row(RawPackets.ipv4(other, one, UDP, new byte[9], 2, 4), INBOUND, 1);
            new FragmentTracker().track(there.rows(), 0);
            new FragmentTracker().track(back.rows(), 0);
            assertThat(PacketRow.has(there.rows(), 0, PacketRow.FLAG_FIRST_UNSEEN))
                    .isTrue();
            assertThat(new FlowPartitioner("here", 12).partition(there))
                    .isEqualTo(new FlowPartitioner("here", 12).partition(back));
        }
    }

    @Test
    void shouldSendAnIcmpErrorToTheFlowThatItQuotes() {
        for (int round = 0; round < ROUNDS; round++) {
            int width = random.nextBoolean() ? 4 : 16;
            byte[] one = address(width);
            byte[] other = address(width);
            byte[] quoted = RawPackets.ip(one, other, UDP, RawPackets.udp(random.nextInt(65_536), 53, 8));
            byte[] error = width == 4 ? RawPackets.icmp(3, 3, 0, quoted) : RawPackets.icmp(1, 4, 0, quoted);
            int icmp = width == 4 ? 1 : 58;
            RowBuffer sent = RawPackets.row(quoted, OUTBOUND, 0);
            RowBuffer refused = RawPackets.row(RawPackets.ip(address(width), one, icmp, error), INBOUND, 1);
            assertThat(PacketRow.has(refused.rows(), 0, PacketRow.FLAG_ICMP_ERROR))
                    .isTrue();
            FlowPartitioner partitioner = new FlowPartitioner("here", 12);
            assertThat(partitioner.partition(refused)).isEqualTo(partitioner.partition(sent));
        }
    }

    @Test
    void shouldKeepAnEchoItsReplyAndErrorsAboutItTogether() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] one = address(4);
            byte[] other = address(4);
            int id = random.nextInt(65_536);
            byte[] echo = RawPackets.ip(one, other, 1, RawPackets.icmp(8, 0, id << 16 | 1, new byte[8]));
            byte[] reply = RawPackets.ip(other, one, 1, RawPackets.icmp(0, 0, id << 16 | 2, new byte[8]));
            byte[] expired = RawPackets.ip(PEER, one, 1, RawPackets.icmp(11, 0, 0, echo));
            FlowPartitioner partitioner = new FlowPartitioner("here", 12);
            int partition = partitioner.partition(RawPackets.row(echo, OUTBOUND, 0));
            assertThat(partitioner.partition(RawPackets.row(reply, INBOUND, 1))).isEqualTo(partition);
            assertThat(partitioner.partition(RawPackets.row(expired, INBOUND, 2)))
                    .isEqualTo(partition);
        }
    }

    @Test
    void shouldSendAHostsInboundGroupsAndMalformedPacketsByTheHost() {
        int hosts = FlowHash.partition(FlowHash.ofHost("here"), 12);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] group = {(byte) (224 + random.nextInt(16)), 1, 2, (byte) random.nextInt()};
            byte[] packet = RawPackets.ip(address(4), group, UDP, RawPackets.udp(random.nextInt(65_536), 5353, 4));
            FlowPartitioner partitioner = new FlowPartitioner("here", 12);
            assertThat(partitioner.partition(RawPackets.row(packet, INBOUND, 0)))
                    .isEqualTo(hosts);
            RowBuffer cut = RawPackets.row(new byte[] {0x45, 0, 0}, INBOUND, 0);
            assertThat(PacketRow.kind(cut.rows(), 0)).isEqualTo(PacketRow.KIND_MALFORMED);
            assertThat(partitioner.partition(cut)).isEqualTo(hosts);
        }
    }

    @Test
    void shouldSendAnswersToAGroupsFlowForFourSecondsEvenWhereTheirOwnFlowExists() {
        int differing = 0;
        for (int round = 0; round < 64; round++) {
            int port = 1_024 + random.nextInt(60_000);
            FlowPartitioner partitioner = new FlowPartitioner("here", 12);
            int own = partitioner.partition(udp(PEER, 1900, LOCAL, port, INBOUND, 0));
            int group = partitioner.partition(udp(LOCAL, port, GROUP, 1900, OUTBOUND, SECOND));
            differing += own == group ? 0 : 1;
            assertThat(partitioner.partition(udp(PEER, 1900, LOCAL, port, INBOUND, 2 * SECOND)))
                    .isEqualTo(group);
            assertThat(partitioner.partition(udp(PEER, 1900, LOCAL, port, INBOUND, 5 * SECOND)))
                    .isEqualTo(group);
            assertThat(partitioner.partition(udp(PEER, 1900, LOCAL, port, INBOUND, 5 * SECOND + 1)))
                    .isEqualTo(own);
            int otherSocket = partitioner.partition(udp(PEER, 1900, LOCAL, port + 1, INBOUND, 2 * SECOND));
            assertThat(new FlowPartitioner("here", 12).partition(udp(PEER, 1900, LOCAL, port + 1, INBOUND, 0)))
                    .isEqualTo(otherSocket);
        }
        assertThat(differing).isGreaterThan(32);
    }

    @Test
    void shouldSendWhatIsNotIpByHostAndMacAddresses() {
        byte[] arp = new byte[42];
        for (int i = 0; i < 12; i++) {
            arp[i] = (byte) (2 * i);
        }
        arp[12] = 8;
        arp[13] = 6;
        byte[] back = arp.clone();
        System.arraycopy(arp, 0, back, 6, 6);
        System.arraycopy(arp, 6, back, 0, 6);
        FlowPartitioner partitioner = new FlowPartitioner("here", 12);
        assertThat(partitioner.partition(ethernet(arp))).isEqualTo(partitioner.partition(ethernet(back)));
    }

    @Test
    void shouldSpreadFlowsEvenly() {
        int[] counts = new int[4];
        FlowPartitioner partitioner = new FlowPartitioner("here", 4);
        for (int i = 0; i < 40_000; i++) {
            byte[] host = {10, 0, (byte) (i >> 8), (byte) i};
            counts[partitioner.partition(udp(host, 40_000, PEER, 443, OUTBOUND, 0))]++;
        }
        assertThat(counts).doesNotContain(0);
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    @Test
    void shouldKeepThePartitionsThatStoredTopicsDependOn() {
        assertThat(FlowHash.ofHost("office.pcapng")).isEqualTo(HOST_HASH);
        RowBuffer packet = udp(LOCAL, 40_000, PEER, 53, OUTBOUND, 0);
        assertThat(FlowHash.ofPacket(0, packet.rows(), 0, packet.quoted())).isEqualTo(TUPLE_HASH);
    }

    @Test
    void shouldRefuseATopicWithoutPartitions() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlowPartitioner("here", 0));
    }

    private static final int HOST_HASH = 788_019_525;
    private static final int TUPLE_HASH = -886166149;

    private static RowBuffer ethernet(byte[] frame) {
        RowBuffer row = new RowBuffer().frameSnap(0);
        new PacketDecoder().decode(frame, 0, frame.length, frame.length, 1, 1, 0, 0, row);
        PacketRow.direction(row.rows(), 0, INBOUND);
        return row;
    }

    private static RowBuffer udp(byte[] from, int fromPort, byte[] to, int toPort, int direction, long timeNanos) {
        return RawPackets.row(RawPackets.ip(from, to, UDP, RawPackets.udp(fromPort, toPort, 4)), direction, timeNanos);
    }

    private byte[] transport(int protocol, int extra) {
        byte[] header = protocol == UDP || protocol == 136
                ? RawPackets.udp(random.nextInt(65_536), random.nextInt(65_536), extra)
                : new byte[40];
        if (header.length == 40) {
            header[0] = (byte) random.nextInt();
            header[1] = (byte) random.nextInt();
            header[2] = (byte) random.nextInt();
            header[3] = (byte) random.nextInt();
            header[protocol == 33 ? 4 : 12] = (byte) (protocol == 33 ? 5 : 0x50);
        }
        return header;
    }

    private byte[] address(int width) {
        byte[] address = new byte[width];
        random.nextBytes(address);
        address[0] = (byte) (width == 4 ? 10 + random.nextInt(100) : 0x20);
        return address;
    }
}
