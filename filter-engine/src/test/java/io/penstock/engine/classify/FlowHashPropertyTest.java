// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.flow.FlowHash;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No verdict may depend on the number of partitions: so whatever the engine calls one flow must hash to one value. */
class FlowHashPropertyTest {
    private static final long SEED = Long.getLong("penstock.seed", 91_101L);
    private static final int ROUNDS = 200_000;
    private static final String HOST = "host";
    private static final int[] PROTOCOLS = {
        IpProtocol.ICMP, IpProtocol.ICMPV6, IpProtocol.TCP, IpProtocol.UDP, IpProtocol.GRE
    };

    private final Random random = new Random(SEED);
    private final Map<FlowKey, Integer> hashes = new HashMap<>();

    @Test
    void shouldGiveAllPacketsOfAFlowOneHash() {
        System.out.println("FlowHashPropertyTest seed " + SEED);
        int repeated = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] row = row();
            byte[] quoted = quoted(row);
            FlowKey key = key(row, quoted);
            int hash = FlowHash.ofPacket(FlowHash.ofHost(HOST), row, 0, quoted);
            Integer before = hashes.putIfAbsent(key, hash);
            if (before != null) {
                repeated++;
                assertThat(hash).as("seed %s round %s", SEED, round).isEqualTo(before);
            }
        }
        assertThat(repeated).isGreaterThan(ROUNDS / 4);
    }

    /** As the engine names the flow of an arriving packet, but for replies to groups. */
    private static FlowKey key(byte[] row, byte[] quoted) {
        FlowKey key = new FlowKey();
        int direction = PacketRow.direction(row, 0);
        boolean outbound = direction != PacketRow.INBOUND;
        if (!PacketRow.has(row, 0, PacketRow.FLAG_ICMP_ERROR) || !Tuples.quoted(key, HOST, row, 0, quoted, outbound)) {
            Tuples.of(key, HOST, row, 0, outbound);
            if (direction == PacketRow.FORWARD || PacketRow.has(row, 0, PacketRow.FLAG_LOOPBACK)) {
                key.unordered();
            }
        }
        return key;
    }

    private byte[] row() {
        byte[] row = new byte[PacketRow.ROW_LENGTH];
        PacketRow.kind(row, 0, random.nextBoolean() ? PacketRow.KIND_IPV4 : PacketRow.KIND_IPV6);
        PacketRow.direction(row, 0, random.nextInt(3));
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        PacketRow.ipProtocol(row, 0, protocol);
        row[PacketRow.SOURCE_ADDRESS] = (byte) (1 + random.nextInt(3));
        row[PacketRow.DESTINATION_ADDRESS] = (byte) (1 + random.nextInt(3));
        PacketRow.sourceAddressType(row, 0, PacketRow.ADDRESS_UNICAST);
        boolean toGroup = random.nextInt(8) == 0;
        PacketRow.destinationAddressType(row, 0, toGroup ? PacketRow.ADDRESS_MULTICAST : PacketRow.ADDRESS_UNICAST);
        switch (random.nextInt(4)) {
            case 0 ->
                PacketRow.addFlags(
                        row, 0, PacketRow.FLAG_FRAGMENT | PacketRow.FLAG_LATER_FRAGMENT | PacketRow.FLAG_FIRST_UNSEEN);
            case 1 -> {} // a protocol without ports, or a first fragment too short for them
            default -> ports(row, protocol);
        }
        return row;
    }

    private void ports(byte[] row, int protocol) {
        if (protocol == IpProtocol.GRE) {
            return;
        }
        PacketRow.addFlags(row, 0, PacketRow.FLAG_PORTS);
        if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) {
            int[] types = protocol == IpProtocol.ICMP ? new int[] {0, 8, 13} : new int[] {128, 129, 135};
            PacketRow.sourcePort(row, 0, types[random.nextInt(3)]);
            PacketRow.tcpSequence(row, 0, random.nextInt(3) << 16 | random.nextInt(9));
        } else {
            PacketRow.sourcePort(row, 0, random.nextInt(4));
            PacketRow.destinationPort(row, 0, random.nextInt(4));
        }
    }

    /** Makes some packets errors about another one like them. */
    private byte[] quoted(byte[] row) {
        if (PacketRow.has(row, 0, PacketRow.FLAG_FRAGMENT) || random.nextInt(5) != 0) {
            return new byte[0];
        }
        byte[] about = row();
        PacketRow.addFlags(row, 0, PacketRow.FLAG_ICMP_ERROR);
        PacketRow.quoted(row, 0, 1);
        byte[] quoted = new byte[QuotedTuple.LENGTH];
        quoted[QuotedTuple.VERSION] = (byte) (PacketRow.kind(about, 0) == PacketRow.KIND_IPV4 ? 4 : 6);
        quoted[QuotedTuple.PROTOCOL] = (byte) PacketRow.ipProtocol(about, 0);
        quoted[QuotedTuple.SOURCE_PORT] = (byte) PacketRow.sourcePort(about, 0);
        quoted[QuotedTuple.DESTINATION_PORT] = (byte) PacketRow.destinationPort(about, 0);
        quoted[QuotedTuple.FLAGS] = (byte) (PacketRow.has(about, 0, PacketRow.FLAG_PORTS) ? 1 : 0);
        quoted[QuotedTuple.SOURCE_ADDRESS] = about[PacketRow.SOURCE_ADDRESS];
        quoted[QuotedTuple.DESTINATION_ADDRESS] = about[PacketRow.DESTINATION_ADDRESS];
        quoted[QuotedTuple.IDENTIFIER] = (byte) (PacketRow.tcpSequence(about, 0) >>> 16);
        return quoted;
    }
}
