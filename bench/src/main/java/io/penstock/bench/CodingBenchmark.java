// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench;

import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.schemas.WireWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing and reading batches of 512, per packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CodingBenchmark {
    private static final int PACKETS = 512;

    private final WireWriter writer = new WireWriter();
    private final WireReader reader = new WireReader();
    private PacketBatch packets;
    private VerdictBatch verdicts;
    private byte[] packetBytes;
    private byte[] verdictBytes;

    /** Makes one batch of each kind. */
    @Setup
    public void make() throws IOException {
        RowBuffer rows = MixedPackets.batches(PACKETS).getFirst();
        packets = new PacketBatch(
                "bench",
                "bench",
                1L,
                1L,
                (long) rows.count(),
                rows.count(),
                PacketRow.ROW_VERSION,
                ByteBuffer.wrap(rows.rows(), 0, rows.rowsLength()),
                ByteBuffer.wrap(rows.quoted(), 0, rows.quotedLength()),
                ByteBuffer.wrap(rows.frames(), 0, rows.framesLength()),
                List.of());
        Decision permit = new Decision(DecisionAction.PERMIT, "layer", "subLayer", "filter", null, null, true, false);
        verdicts = new VerdictBatch(
                "bench",
                "bench",
                1L,
                "penstock.packets",
                0,
                1L,
                "0".repeat(64),
                1L,
                LongStream.range(1_000_000, 1_000_000 + PACKETS).boxed().toList(),
                List.of(permit),
                IntStream.range(0, PACKETS).map(i -> 0).boxed().toList());
        packetBytes = writer.write(packets);
        verdictBytes = writer.write(verdicts);
    }

    /** Writes rows and frames. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public byte[] writePackets() {
        return writer.write(packets);
    }

    /** Reads them, as views. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public SpecificRecord readPackets() throws WireException {
        return reader.read(packetBytes);
    }

    /** Writes verdicts. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public byte[] writeVerdicts() {
        return writer.write(verdicts);
    }

    /** Reads them. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public SpecificRecord readVerdicts() throws WireException {
        return reader.read(verdictBytes);
    }
}
