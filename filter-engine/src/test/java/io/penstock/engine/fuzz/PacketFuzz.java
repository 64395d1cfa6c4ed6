// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.fuzz;

import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.dissect.DecodedLine;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The fuzz target: whatever the bytes, decoding never throws and reads nothing outside the packet, and each packet has exactly one fate. Everything an
 * input leaves behind goes with it, so that an input that fails does so by itself.
 */
public final class PacketFuzz {
    private static final PolicyRevision REVISION = FuzzPolicy.revision();
    private static final int GUARD = 48;
    private static final long STEP_NANOS = 100_000_000L;
    private static final PacketDecoder DECODER = new PacketDecoder();
    private static final DecodedLine LINE = new DecodedLine(true);
    private static final AtomicLong PACKETS = new AtomicLong();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> System.err.println("PacketFuzz: " + PACKETS.get() + " packets")));
    }

    private PacketFuzz() {}

    /** Entry point of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        List<FuzzInput.Packet> packets = FuzzInput.packets(data);
        Fates fates = new Fates();
        CalloutRegistry registry = new CalloutRegistry();
        registry.register(CalloutRegistration.of(new FuzzPolicy.Answering(FuzzPolicy.INLINE, CalloutMode.INLINE)));
        registry.register(
                CalloutRegistration.of(new FuzzPolicy.Answering(FuzzPolicy.OUT_OF_BAND, CalloutMode.OUT_OF_BAND)));
        LocalEvaluation evaluation = new LocalEvaluation(registry, fates);
        long time = 0;
        for (int i = 0; i < packets.size(); i++) {
            FuzzInput.Packet packet = packets.get(i);
            time += packet.timeSteps() * STEP_NANOS;
            RowBuffer rows = decoded(packet, i + 1, time);
            evaluation.evaluate(new Item()
                    .origin("", 0, i + 1, 0)
                    .agent("agent", "host", 1)
                    .packet(0, rows.rows(), 0, rows.quoted(), rows.frames(), REVISION));
            fates.expect(i + 1);
        }
        evaluation.endOfCapture("host");
        PACKETS.addAndGet(packets.size());
    }

    /** The packet's row; whatever lies around the packet in memory, it must be the same. */
    private static RowBuffer decoded(FuzzInput.Packet packet, int number, long time) {
        RowBuffer alone = decode(packet, packet.frame(), 0, number, time);
        byte[] surrounded = new byte[packet.frame().length + 2 * GUARD];
        Arrays.fill(surrounded, (byte) 0xFF);
        System.arraycopy(packet.frame(), 0, surrounded, GUARD, packet.frame().length);
        RowBuffer within = decode(packet, surrounded, GUARD, number, time);
        if (!Arrays.equals(alone.rows(), 0, PacketRow.ROW_LENGTH, within.rows(), 0, PacketRow.ROW_LENGTH)) {
            throw new IllegalStateException("bytes outside the packet were read");
        }
        LINE.read(alone.rows(), 0, packet.frame(), 0, packet.frame().length, "0");
        LINE.appendTsv(new StringBuilder());
        PacketRow.direction(alone.rows(), 0, packet.direction());
        alone.appendFrame(packet.frame(), 0, packet.frame().length);
        return alone;
    }

    private static RowBuffer decode(FuzzInput.Packet packet, byte[] bytes, int offset, int number, long time) {
        RowBuffer rows = new RowBuffer();
        DECODER.decode(
                bytes, offset, packet.frame().length, packet.wireLength(), packet.linkType(), number, time, 0, rows);
        return rows;
    }

    /** Counts fates. */
    private static final class Fates implements EngineListener {
        private int told;

        @Override
        public void verdict(Item item, Verdict verdict) {
            told++;
        }

        void expect(int packets) {
            if (told != packets) {
                throw new IllegalStateException(told + " fates for " + packets + " packets");
            }
        }
    }
}
