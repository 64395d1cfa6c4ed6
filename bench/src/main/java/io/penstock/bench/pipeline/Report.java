// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Tells a person how it goes and writes the numbers down. */
final class Report {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PipelineOptions options;
    private final LoopedCapture capture;
    private final BenchPolicy policy;
    private final PrintStream out = System.out;
    private double evaluatedPerSecond;
    private double evaluatedCpuPerMillion;

    Report(PipelineOptions options, LoopedCapture capture, BenchPolicy policy) {
        this.options = options;
        this.capture = capture;
        this.policy = policy;
    }

    void head() throws IOException {
        out.printf(
                Locale.ROOT,
                "%s: %,d packets looped to %,d; %d filters of %s (%d out of band left out); %d partitions, snaplen %d,"
                        + " commit %d ms%n",
                options.capture().getFileName(),
                capture.packetsOnce(),
                capture.packets(),
                policy.policy().filters().size(),
                options.policy().getFileName(),
                policy.leftOut(),
                options.partitions(),
                options.snapBytes(),
                options.commitMillis());
        out.printf(Locale.ROOT, "host %s, commit %s, JVM %s%n", host(), commit(), jvmFlags());
        out.printf(
                "%-13s %10s %11s %8s %8s %9s %9s %9s %9s %5s%n",
                "pass",
                "packets/s",
                "2nd half",
                "app CPU",
                "broker",
                "CPU s/M",
                "2nd half",
                "stored B",
                "peak MiB",
                "load");
    }

    void evaluated(Fates fates, long nanos, long cpuNanos) {
        evaluatedPerSecond = fates.sum() * 1e9 / nanos;
        evaluatedCpuPerMillion = cpuNanos / 1e3 / fates.sum();
        out.printf(
                Locale.ROOT,
                "%-13s %,10.0f %11s %7.1fs %8s %9.2f   (%s)%n",
                "evaluation",
                evaluatedPerSecond,
                "",
                cpuNanos / 1e9,
                "",
                evaluatedCpuPerMillion,
                fates);
    }

    PassResult passed(PassResult result) {
        out.printf(
                Locale.ROOT,
                "%-13s %,10.0f %,11.0f %7.1fs %7.1fs %9.2f %9.2f %9.1f %9d %5.1f%n",
                result.name(),
                result.whole(),
                result.secondHalf(),
                result.cpu().appSeconds(),
                result.cpu().brokerSeconds(),
                result.cpuPerMillion(),
                result.secondHalfCpuPerMillion(),
                result.storedBytesPerPacket(),
                result.appPeakBytes() >> 20,
                result.loadBefore());
        if (Boolean.getBoolean("bench.threads")) {
            CpuSnapshot half = result.secondHalfCpu();
            double million = result.secondHalfPackets() / 1e6;
            out.printf(
                    "    second half: app %.2f s/M, broker %.2f s/M%n",
                    half.appSeconds() / million, half.brokerSeconds() / million);
            half.threads().forEach((name, nanos) -> out.printf("    %6.2f s/M  %s%n", nanos / 1e9 / million, name));
            result.storedBytes().forEach((topic, bytes) -> out.printf("    %,12d B  %s%n", bytes, topic));
        }
        return result;
    }

    void finish(List<PassResult> results) throws IOException {
        Map<String, List<PassResult>> byName =
                results.stream().collect(Collectors.groupingBy(PassResult::name, TreeMap::new, Collectors.toList()));
        byName.forEach((name, passes) -> out.printf(
                Locale.ROOT,
                "median of %d: %s %,.0f packets/s, second half %,.0f; CPU s per million packets %.2f, second half"
                        + " %.2f%n",
                passes.size(),
                name,
                median(passes, PassResult::whole),
                median(passes, PassResult::secondHalf),
                median(passes, PassResult::cpuPerMillion),
                median(passes, PassResult::secondHalfCpuPerMillion)));
        if (byName.size() == 2) {
            out.printf(
                    Locale.ROOT,
                    "pipeline / pass-through, second half: %.2f%n",
                    median(byName.get("pipeline"), PassResult::secondHalf)
                            / median(byName.get("pass-through"), PassResult::secondHalf));
        }
        Files.createDirectories(options.results());
        Path file = options.results().resolve(STAMP.format(Instant.now()) + ".json");
        Files.writeString(file, json(results, byName));
        out.println("written to " + file);
    }

    static double median(List<PassResult> passes, ToDoubleFunction<PassResult> of) {
        double[] sorted = passes.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private String json(List<PassResult> results, Map<String, List<PassResult>> byName) throws IOException {
        Json json = new Json();
        json.text("host", host())
                .text("commit", commit())
                .text("jvm", jvmFlags())
                .text("brokerJvm", String.join(" ", options.brokerOptions()))
                .text("java", System.getProperty("java.vm.version"))
                .number("processors", Runtime.getRuntime().availableProcessors())
                .text("capture", options.capture().getFileName().toString())
                .text("policyVersion", policy.policy().version())
                .number("filters", policy.policy().filters().size())
                .number("packets", capture.packets())
                .number("partitions", options.partitions())
                .number("snaplen", options.snapBytes())
                .number("batchPackets", options.batchPackets())
                .number("commitMillis", options.commitMillis())
                .number("evaluationPerSecond", evaluatedPerSecond)
                .number("evaluationCpuSecondsPerMillion", evaluatedCpuPerMillion);
        byName.forEach((name, passes) -> json.number(name + ".medianPerSecond", median(passes, PassResult::whole))
                .number(name + ".medianSecondHalfPerSecond", median(passes, PassResult::secondHalf))
                .number(name + ".medianCpuSecondsPerMillion", median(passes, PassResult::cpuPerMillion))
                .number(
                        name + ".medianSecondHalfCpuSecondsPerMillion",
                        median(passes, PassResult::secondHalfCpuPerMillion)));
        json.list("passes", results, Report::passJson);
        return json.end();
    }

    private static void passJson(Json json, PassResult pass) {
        json.text("name", pass.name())
                .number("packets", pass.packets())
                .number("perSecond", pass.whole())
                .number("secondHalfPerSecond", pass.secondHalf())
                .number("appCpuSeconds", pass.cpu().appSeconds())
                .number("brokerCpuSeconds", pass.cpu().brokerSeconds())
                .number("secondHalfAppCpuSeconds", pass.secondHalfCpu().appSeconds())
                .number("secondHalfBrokerCpuSeconds", pass.secondHalfCpu().brokerSeconds())
                .number("storedBytesPerPacket", pass.storedBytesPerPacket())
                .number("appPeakResidentBytes", pass.appPeakBytes())
                .number("brokerPeakResidentBytes", pass.brokerPeakBytes())
                .number("loadBefore", pass.loadBefore())
                .number("permit", pass.fates().permit())
                .number("block", pass.fates().block())
                .number("absorb", pass.fates().absorb())
                .number("malformed", pass.fates().malformed());
    }

    private static String host() throws IOException {
        return InetAddress.getLocalHost().getHostName() + " ("
                + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ")";
    }

    private static String jvmFlags() {
        return String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static String commit() throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
