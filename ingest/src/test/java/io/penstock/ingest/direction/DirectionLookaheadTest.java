// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import static io.penstock.ingest.direction.PacketDirection.INBOUND;
import static io.penstock.ingest.direction.PacketDirection.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.FileDirection;
import io.penstock.ingest.capture.PacketSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DirectionLookaheadTest {
    private static final String US = "198.51.100.1";
    private static final String OTHER = "203.0.113.9";

    private final DirectionRule rule = DirectionRule.inferring();
    private final List<Long> numbers = new ArrayList<>();
    private final List<PacketDirection> directions = new ArrayList<>();

    private static CapturedPacket numbered(long number, String source, String destination) {
        CapturedPacket packet = Ends.packet(0, source, destination);
        return packet.describe(0, 0, FileDirection.UNKNOWN, number);
    }

    /** A source that hands out a buffer it will overwrite, as a reader does. */
    private static PacketSource reusing(List<CapturedPacket> packets, int[] read) {
        byte[] buffer = new byte[64];
        return packet -> {
            if (read[0] == packets.size()) {
                return false;
            }
            packet.set(packets.get(read[0]++));
            System.arraycopy(packet.buffer(), packet.offset(), buffer, 0, packet.capturedLengthBytes());
            packet.wrap(buffer, 0, packet.capturedLengthBytes(), packet.wireLengthBytes());
            return true;
        };
    }

    private void run(DirectionLookahead ahead) {
        CapturedPacket packet = new CapturedPacket();
        PacketEnds ends = new PacketEnds();
        while (ahead.next(packet)) {
            numbers.add(packet.number());
            directions.add(ahead.direction(packet, Ends.read(packet, ends)));
        }
    }

    /** The other end sends first, yet later packets show whose capture it is. */
    private static List<CapturedPacket> packets(int count) {
        List<CapturedPacket> packets = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String other = i <= 3 ? OTHER : "203.0." + i / 250 + "." + i % 250;
            packets.add(i % 2 == 1 ? numbered(i, other, US) : numbered(i, US, other));
        }
        return packets;
    }

    @Test
    void shouldDecideTheFirstPacketByTheWholeSampleAndKeepTheOrder() {
        run(new DirectionLookahead(reusing(packets(3_000), new int[1]), rule, Ends::read, LookaheadLimits.FILE));

        assertThat(numbers).hasSize(3_000).isSorted().doesNotHaveDuplicates();
        assertThat(directions.subList(0, 4)).containsExactly(INBOUND, OUTBOUND, INBOUND, OUTBOUND);
        assertThat(rule.inferred().getFirst().packets()).isEqualTo(DirectionRule.SAMPLE_PACKETS);
    }

    @Test
    void shouldLeaveAPacketItsBytesWhileItReadsOn() {
        List<CapturedPacket> packets = packets(2_000);
        DirectionLookahead ahead =
                new DirectionLookahead(reusing(packets, new int[1]), rule, Ends::read, LookaheadLimits.FILE);
        CapturedPacket packet = new CapturedPacket();
        PacketEnds ends = new PacketEnds();
        for (CapturedPacket expected : packets) {
            assertThat(ahead.next(packet)).isTrue();
            ahead.direction(packet, Ends.read(packet, ends));
            assertThat(packet.copy().buffer()).isEqualTo(expected.copy().buffer());
        }
    }

    @Test
    void shouldInferFromAShortCaptureWhenItEnds() {
        run(new DirectionLookahead(reusing(packets(20), new int[1]), rule, Ends::read, LookaheadLimits.FILE));

        assertThat(directions).hasSize(20).startsWith(INBOUND, OUTBOUND);
        assertThat(rule.inferred().getFirst().packets()).isEqualTo(20);
    }

    @Test
    void shouldReadNoFurtherThanTheSample() {
        int[] read = new int[1];
        DirectionLookahead ahead =
                new DirectionLookahead(reusing(packets(5_000), read), rule, Ends::read, LookaheadLimits.FILE);
        CapturedPacket packet = new CapturedPacket();
        assertThat(ahead.next(packet)).isTrue();
        ahead.direction(packet, Ends.read(packet, new PacketEnds()));

        assertThat(read[0]).isEqualTo(DirectionRule.SAMPLE_PACKETS);
    }

    @Test
    void shouldCountEachPacketOnceWhereSamplesOverlap() {
        List<CapturedPacket> mixed = new ArrayList<>();
        for (int i = 1; i <= 1_500; i++) {
            mixed.add(i % 10 == 0 ? numbered(i, "2001:db8::1", "2001:db8::2") : numbered(i, US, OTHER));
        }
        run(new DirectionLookahead(reusing(mixed, new int[1]), rule, Ends::read, LookaheadLimits.FILE));

        assertThat(numbers).hasSize(1_500).isSorted();
        assertThat(rule.inferred()).extracting(InferredLocal::packets).containsExactly(1_024, 150);
    }

    @Test
    void shouldHoldNoMoreThanItsLimits() {
        int[] read = new int[1];
        LookaheadLimits tight = new LookaheadLimits(10, 1 << 20, Duration.ZERO);
        run(new DirectionLookahead(reusing(packets(100), read), rule, Ends::read, tight));

        assertThat(numbers).hasSize(100).isSorted();
        assertThat(rule.inferred().getFirst().packets()).isEqualTo(11);
    }

    @Test
    void shouldReleaseASlowInputAfterItsWaitAndThenGoOn() throws InterruptedException {
        BlockingQueue<CapturedPacket> pipe = new LinkedBlockingQueue<>(packets(20));
        BlockingQueue<Long> released = new LinkedBlockingQueue<>();
        PacketSource slow = packet -> takeInto(pipe, packet);
        LookaheadLimits briefly = new LookaheadLimits(1_000, 1 << 20, Duration.ofMillis(50));
        DirectionLookahead ahead = new DirectionLookahead(slow, rule, Ends::read, briefly);
        Thread agent = Thread.ofPlatform().start(() -> release(ahead, released));

        for (long number = 1; number <= 20; number++) {
            assertThat(released.poll(30, TimeUnit.SECONDS)).isEqualTo(number);
        }
        pipe.addAll(packets(30).subList(20, 30));
        pipe.add(new CapturedPacket());
        for (long number = 21; number <= 30; number++) {
            assertThat(released.poll(30, TimeUnit.SECONDS)).isEqualTo(number);
        }
        agent.join();
        assertThat(released).isEmpty();
        assertThat(rule.inferred().getFirst().packets()).isBetween(1, 20);
    }

    @Test
    void shouldStartAnotherWaitForAnotherSampleOfASlowInput() throws InterruptedException {
        BlockingQueue<CapturedPacket> pipe = new LinkedBlockingQueue<>(packets(10));
        BlockingQueue<Long> released = new LinkedBlockingQueue<>();
        LookaheadLimits briefly = new LookaheadLimits(1_000, 1 << 20, Duration.ofMillis(20));
        DirectionLookahead ahead = new DirectionLookahead(packet -> takeInto(pipe, packet), rule, Ends::read, briefly);
        Thread agent = Thread.ofPlatform().start(() -> release(ahead, released));

        for (long number = 1; number <= 10; number++) {
            assertThat(released.poll(30, TimeUnit.SECONDS)).isEqualTo(number);
        }
        for (long number = 11; number <= 14; number++) {
            pipe.add(numbered(number, "2001:db8::1", "2001:db8::2"));
            assertThat(released.poll(30, TimeUnit.SECONDS)).isEqualTo(number);
        }
        pipe.add(new CapturedPacket());
        agent.join();
        assertThat(rule.inferred()).extracting(InferredLocal::ipVersion).containsExactly(4, 6);
    }

    private static void release(DirectionLookahead ahead, BlockingQueue<Long> released) {
        CapturedPacket packet = new CapturedPacket();
        PacketEnds ends = new PacketEnds();
        while (ahead.next(packet)) {
            ahead.direction(packet, Ends.read(packet, ends));
            released.add(packet.number());
        }
    }

    /** Waits for a packet; one without a number ends the input. */
    private static boolean takeInto(BlockingQueue<CapturedPacket> pipe, CapturedPacket packet) {
        try {
            CapturedPacket read = pipe.take();
            if (read.number() > 0) {
                packet.set(read);
            }
            return read.number() > 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
