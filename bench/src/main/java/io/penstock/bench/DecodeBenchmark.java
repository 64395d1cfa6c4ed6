// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CapturedPacket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to turn one captured frame into a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecodeBenchmark {
    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer row = new RowBuffer().frameSnap(0);
    private List<CapturedPacket> frames;
    private int next;

    /** Reads the capture. */
    @Setup
    public void read() throws IOException {
        frames = MixedPackets.frames();
    }

    /** Decodes the next frame. */
    @Benchmark
    public byte[] decode() {
        CapturedPacket packet = frames.get(next);
        next = next + 1 == frames.size() ? 0 : next + 1;
        row.clear();
        decoder.decode(
                packet.buffer(),
                packet.offset(),
                packet.capturedLengthBytes(),
                packet.wireLengthBytes(),
                packet.linkType(),
                next,
                packet.captureTimeNanos(),
                packet.interfaceId(),
                row);
        return row.rows();
    }
}
