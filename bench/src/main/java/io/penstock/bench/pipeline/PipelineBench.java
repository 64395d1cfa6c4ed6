// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.engine.classify.PolicyRevision;
import io.penstock.ingest.rows.RowSources;
import java.util.ArrayList;
import java.util.List;

/**
 * The scenarios {@code 01-baseline} and {@code 02-pipeline}: the pass-through and the pipeline in turn, several times. Fails where a count
 * is not what a local evaluation of the same packets gives.
 */
public final class PipelineBench {
    private PipelineBench() {}

    /**
     * Runs.
     *
     * @param arguments see {@code bench/README.md}
     */
    public static void main(String[] arguments) throws Exception {
        PipelineOptions options = PipelineOptions.parse(arguments);
        LoopedCapture capture = LoopedCapture.of(options.capture(), options.packets());
        BenchPolicy policy = BenchPolicy.read(options.policy());
        Report report = new Report(options, capture, policy);
        report.head();
        Pass pass = new Pass(options, capture, policy);
        Fates expected = options.pipeline() ? evaluate(options, capture, policy, report) : Fates.NONE;
        List<PassResult> results = new ArrayList<>();
        for (int i = 0; i < options.repetitions(); i++) {
            if (options.anchor()) {
                results.add(report.passed(pass.passThrough()));
            }
            if (options.pipeline()) {
                PassResult result = report.passed(pass.pipeline());
                check(result.fates(), expected);
                results.add(result);
            }
        }
        report.finish(results);
        // Kafka's clients may leave threads that take their time.
        System.exit(0);
    }

    private static Fates evaluate(PipelineOptions options, LoopedCapture capture, BenchPolicy policy, Report report)
            throws Exception {
        long cpu = ProcessUsage.ownCpuNanos();
        long start = System.nanoTime();
        try (RowSources rows = Pass.open(capture)) {
            Fates fates = ExpectedFates.of(
                    rows.agents().getFirst(), new PolicyRevision(policy.policy(), 1), options.snapBytes());
            report.evaluated(fates, System.nanoTime() - start, ProcessUsage.ownCpuNanos() - cpu);
            return fates;
        }
    }

    private static void check(Fates found, Fates expected) {
        if (!found.equals(expected)) {
            throw new IllegalStateException("verdicts " + found + " differ from the local evaluation's " + expected);
        }
    }
}
