// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench;

import io.penstock.bench.pipeline.BenchEvaluation;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import java.nio.file.Path;
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

/** What the engine needs for one packet, flows and all, under the sample policy without its out-of-band filters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ClassifyBenchmark {
    private List<RowBuffer> batches;
    private BenchEvaluation evaluation;
    private int batch;
    private int row;

    /** Reads capture and policy. */
    @Setup
    public void read() throws Exception {
        batches = MixedPackets.batches(512);
        evaluation = BenchEvaluation.of(Path.of("samples/policy.yaml"));
    }

    /** Takes the next packet to its fate; at the end of the capture its flows end and the next loop starts new ones. */
    @Benchmark
    public long classify() {
        RowBuffer rows = batches.get(batch);
        long verdicts = evaluation.evaluate(rows, row * PacketRow.ROW_LENGTH);
        if (++row == rows.count()) {
            row = 0;
            if (++batch == batches.size()) {
                batch = 0;
                evaluation.endOfCapture();
            }
        }
        return verdicts;
    }
}
