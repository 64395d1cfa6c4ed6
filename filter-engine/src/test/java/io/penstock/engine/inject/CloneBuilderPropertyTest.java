// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.packet.InternetChecksum;
import io.penstock.engine.packet.IpExtent;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.packet.TransportChecksum.Status;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for clones of whatever packet. */
class CloneBuilderPropertyTest {
    private static final int PACKETS = 4_000;
    private static final int IPV4_HEADER = 20;

    @SpecRule({"10 G5", "10 G6"})
    @Test
    void shouldGiveEveryCloneOfAWellFormedPacketRightChecksums() {
        long seed = Long.getLong("penstock.seed", 71L);
        Random random = new Random(seed);
        CloneBuilder builder = new CloneBuilder();
        for (int i = 0; i < PACKETS; i++) {
            TestPacket packet = SamplePackets.random(random);
            RowBuffer of = SamplePackets.row(packet);
            PacketClone clone = PacketClone.of(packet.bytes(), 0, packet.bytes().length, packet.linkType());
            if (random.nextBoolean()) {
                byte[] other = new byte[random.nextInt(100)];
                random.nextBytes(other);
                clone.payload(other);
            }
            BuiltClone built = builder.build(of.rows(), 0, function(random), clone.apply());

            assertThat(built).as("seed %d, packet %d", seed, i).isInstanceOf(BuiltClone.Fit.class);
            assertRight((BuiltClone.Fit) built, "seed " + seed + ", packet " + i);
        }
    }

    private static InjectFunction function(Random random) {
        return random.nextBoolean() ? InjectFunction.NETWORK_RECEIVE : InjectFunction.TRANSPORT_SEND;
    }

    private static void assertRight(BuiltClone.Fit fit, String where) {
        byte[] row = fit.row();
        byte[] frame = fit.frame();
        Status status = TransportChecksum.of(row, 0, frame, 0, frame.length);
        assertThat(status).as(where).isIn(Status.GOOD, Status.NOT_PRESENT);
        if (PacketRow.kind(row, 0) == PacketRow.KIND_IPV4) {
            int at = PacketRow.networkOffset(row, 0);
            assertThat(InternetChecksum.isGood(InternetChecksum.add(0, frame, at, at + IPV4_HEADER)))
                    .as(where)
                    .isTrue();
        }
    }

    @SpecRule("10 G6")
    @Test
    void shouldBuildOrRefuseAnyBytesAndNeverThrow() {
        long seed = Long.getLong("penstock.seed", 72L);
        Random random = new Random(seed);
        CloneBuilder builder = new CloneBuilder();
        for (int i = 0; i < 5 * PACKETS; i++) {
            TestPacket packet = SamplePackets.random(random);
            RowBuffer of = SamplePackets.row(packet);
            PacketRow.direction(of.rows(), 0, random.nextInt(3));
            byte[] frame = mutated(packet.bytes(), random);
            byte[] before = frame.clone();
            InjectFunction function = InjectFunction.values()[random.nextInt(InjectFunction.values().length)];

            BuiltClone built = builder.build(of.rows(), 0, function, frame);

            assertThat(frame).as("seed %d, frame %d is only read", seed, i).isEqualTo(before);
            if (built instanceof BuiltClone.Fit(byte[] row, var _, byte[] bytes) && isAllThere(row, bytes)) {
                assertThat(TransportChecksum.of(row, 0, bytes, 0, bytes.length))
                        .as("seed %d, frame %d", seed, i)
                        .isNotEqualTo(Status.BAD);
            }
        }
    }

    private static boolean isAllThere(byte[] row, byte[] frame) {
        return PacketRow.kind(row, 0) != PacketRow.KIND_NON_IP
                && IpExtent.end(row, 0, frame, 0, frame.length) <= frame.length;
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] frame = random.nextInt(8) == 0 ? new byte[random.nextInt(120)] : bytes.clone();
        if (frame.length > 0 && random.nextInt(3) > 0) {
            frame = java.util.Arrays.copyOf(frame, random.nextInt(frame.length + 20));
        }
        for (int i = random.nextInt(6); i > 0 && frame.length > 0; i--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        return frame;
    }
}
