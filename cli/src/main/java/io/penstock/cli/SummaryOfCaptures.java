// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.report.FateTally;
import io.penstock.cli.report.RunSummary;
import io.penstock.cli.report.RunSummary.CaptureCount;
import io.penstock.cli.report.RunSummary.PolicyName;
import io.penstock.ingest.capture.CaptureDamage;
import io.penstock.ingest.rows.CaptureTally;
import io.penstock.ingest.rows.RowSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the captures themselves add to a summary. Looked at when they are read to their end.
 *
 * @param sources the agents, in the order of their captures
 * @param files the captures as the user named them
 */
record SummaryOfCaptures(List<RowSource> sources, List<String> files) {
    RunSummary summary(FateTally tally, PolicyName policy, double seconds) {
        List<CaptureTally> read =
                sources.stream().flatMap(source -> source.tallies().stream()).toList();
        List<CaptureCount> counts = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            counts.add(new CaptureCount(files.get(i), read.get(i).packets()));
        }
        return new RunSummary(
                counts,
                read.stream().mapToLong(CaptureTally::bytes).sum(),
                tally.fates(),
                tally.pends(),
                tally.injectedSoFar(),
                tally.discards(),
                tally.findings(),
                tally.flows(),
                policy,
                seconds,
                notes(),
                read.stream()
                        .flatMap(one -> one.damage().stream())
                        .map(CaptureDamage::text)
                        .toList());
    }

    private List<String> notes() {
        return sources.stream()
                .flatMap(source -> source.inferred().stream()
                        .map(inferred -> (sources.size() > 1 ? source.agent() + ": " : "") + inferred.text()))
                .toList();
    }
}
