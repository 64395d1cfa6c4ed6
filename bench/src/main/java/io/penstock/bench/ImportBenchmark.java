// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench;

import io.penstock.engine.policy.document.PolicyImport;
import io.penstock.engine.policy.document.export.ExportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds to import a Windows machine's whole export, in a heap of 256 MiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class ImportBenchmark {
    /** The largest of the exports first. */
    @Param({"wfpstate-en-2024-10.xml", "filters-zh-2025-06.xml"})
    public String export;

    private byte[] xml;

    /** Reads the file. */
    @Setup
    public void read() throws IOException {
        String data = System.getenv().getOrDefault("PENSTOCK_DATA", "../shared/data");
        xml = Files.readAllBytes(Path.of(data, "wfp", export));
    }

    /** Imports it; the number of filters is the result. */
    @Benchmark
    public int importPolicy() throws IOException, ExportException {
        return PolicyImport.read(export, new ByteArrayInputStream(xml), Map.of())
                .policy()
                .filters()
                .size();
    }
}
