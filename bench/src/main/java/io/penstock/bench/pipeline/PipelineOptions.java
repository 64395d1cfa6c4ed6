// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be run.
 *
 * @param capture to be looped
 * @param policy of which the filters without out-of-band callouts are used
 * @param results folder for the results
 * @param packets of each pass
 * @param repetitions of each pass
 * @param partitions of the topics by flow
 * @param snapBytes of each frame that are shipped
 * @param batchPackets most packets in a record
 * @param commitMillis commit interval of the topology
 * @param streamThreads of the topology
 * @param underWay most packets published and without a verdict
 * @param pipeline whether the pipeline runs
 * @param anchor whether the pass-through runs
 * @param brokerOptions of the broker's JVM
 */
record PipelineOptions(
        Path capture,
        Path policy,
        Path results,
        long packets,
        int repetitions,
        int partitions,
        int snapBytes,
        int batchPackets,
        int commitMillis,
        int streamThreads,
        int underWay,
        boolean pipeline,
        boolean anchor,
        List<String> brokerOptions) {

    /** Reads {@code --name value} pairs and {@code -n}, {@code -r}. */
    static PipelineOptions parse(String... arguments) {
        PipelineOptions options = new PipelineOptions(
                Path.of("samples/office.pcapng"),
                Path.of("samples/policy.yaml"),
                Path.of("bench/results"),
                5_000_000,
                5,
                4,
                96,
                512,
                100,
                1,
                250_000,
                true,
                true,
                // C1 alone: in a run of half a minute the broker's C2 compiler costs more than all the records do.
                List.of(
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options = options.with(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("option " + arguments[arguments.length - 1] + " has no value");
        }
        return options;
    }

    private PipelineOptions with(String name, String value) {
        return switch (name) {
            case "--capture" -> paths(Path.of(value), policy, results);
            case "--policy" -> paths(capture, Path.of(value), results);
            case "--results" -> paths(capture, policy, Path.of(value));
            case "--only" -> only(value);
            case "--broker-jvm" -> brokerJvm(List.of(value.split(" ")));
            default -> number(name, Long.parseLong(value));
        };
    }

    private PipelineOptions number(String name, long value) {
        int small = Math.toIntExact(value);
        return switch (name) {
            case "-n" -> numbers(value, repetitions, partitions, snapBytes, batchPackets, commitMillis);
            case "-r" -> numbers(packets, small, partitions, snapBytes, batchPackets, commitMillis);
            case "--partitions" -> numbers(packets, repetitions, small, snapBytes, batchPackets, commitMillis);
            case "--snaplen" -> numbers(packets, repetitions, partitions, small, batchPackets, commitMillis);
            case "--batch" -> numbers(packets, repetitions, partitions, snapBytes, small, commitMillis);
            case "--commit-ms" -> numbers(packets, repetitions, partitions, snapBytes, batchPackets, small);
            case "--threads" -> load(small, underWay);
            case "--under-way" -> load(streamThreads, small);
            default -> throw new IllegalArgumentException("no such option: " + name);
        };
    }

    private PipelineOptions paths(Path newCapture, Path newPolicy, Path newResults) {
        return new PipelineOptions(
                newCapture,
                newPolicy,
                newResults,
                packets,
                repetitions,
                partitions,
                snapBytes,
                batchPackets,
                commitMillis,
                streamThreads,
                underWay,
                pipeline,
                anchor,
                brokerOptions);
    }

    private PipelineOptions numbers(long n, int r, int newPartitions, int snap, int batch, int commit) {
        return new PipelineOptions(
                capture,
                policy,
                results,
                n,
                r,
                newPartitions,
                snap,
                batch,
                commit,
                streamThreads,
                underWay,
                pipeline,
                anchor,
                brokerOptions);
    }

    private PipelineOptions load(int threads, int most) {
        return new PipelineOptions(
                capture,
                policy,
                results,
                packets,
                repetitions,
                partitions,
                snapBytes,
                batchPackets,
                commitMillis,
                threads,
                most,
                pipeline,
                anchor,
                brokerOptions);
    }

    private PipelineOptions only(String what) {
        return new PipelineOptions(
                capture,
                policy,
                results,
                packets,
                repetitions,
                partitions,
                snapBytes,
                batchPackets,
                commitMillis,
                streamThreads,
                underWay,
                !what.equals("pass-through"),
                !what.equals("pipeline"),
                brokerOptions);
    }

    private PipelineOptions brokerJvm(List<String> jvmOptions) {
        return new PipelineOptions(
                capture,
                policy,
                results,
                packets,
                repetitions,
                partitions,
                snapBytes,
                batchPackets,
                commitMillis,
                streamThreads,
                underWay,
                pipeline,
                anchor,
                jvmOptions);
    }
}
