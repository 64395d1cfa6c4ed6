// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.cli.report.RunSummary.DiscardCount;
import io.penstock.cli.report.RunSummary.Fates;
import io.penstock.cli.report.RunSummary.FindingCount;
import io.penstock.cli.report.RunSummary.Flows;
import io.penstock.cli.report.RunSummary.Latency;
import io.penstock.cli.report.RunSummary.Pends;
import io.penstock.cli.report.RunSummary.TopFlow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;

/** Counts what becomes of packets, as it becomes known. One thread. */
public final class FateTally {
    private static final int TOP_FLOWS = 8;
    private static final long LONGEST_MICROS = 3_600_000_000L;
    private static final Comparator<TopFlow> BY_BYTES = Comparator.comparingLong(TopFlow::bytes)
            .thenComparing(TopFlow::packets)
            .thenComparing(TopFlow::ends, Comparator.reverseOrder());

    private final Map<DiscardKey, Long> discards = new HashMap<>();
    private final Map<FindingKey, Long> findings = new HashMap<>();
    private final PriorityQueue<TopFlow> top = new PriorityQueue<>(BY_BYTES);
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private long permit;
    private long block;
    private long absorb;
    private long malformed;
    private long uncertain;
    private long pended;
    private long completed;
    private long expired;
    private long injected;
    private long flows;

    private record DiscardKey(String reason, String layer, String filter, String callout) {}

    private record FindingKey(String callout, String key) {}

    /** More packets were permitted. */
    public void permitted(long packets) {
        permit += packets;
    }

    /** More packets were blocked. */
    public void blocked(long packets) {
        block += packets;
    }

    /** More packets were absorbed. */
    public void absorbed(long packets) {
        absorb += packets;
    }

    /** More packets are malformed. */
    public void malformed(long packets) {
        malformed += packets;
    }

    /** The verdicts of more packets are uncertain, whatever they are. */
    public void uncertain(long packets) {
        uncertain += packets;
    }

    /** Packets that have their final fate. */
    public long decided() {
        return permit + block + absorb + malformed;
    }

    /** More pends were opened. */
    public void pended(long pends) {
        pended += pends;
    }

    /** Pends that are open. */
    public long waiting() {
        return pended - completed - expired;
    }

    /** A pend ended otherwise than by its deadline, after so many microseconds; negative where that is not known. */
    public void completed(long micros) {
        completed++;
        if (micros >= 0) {
            latency.recordValue(Math.min(micros, LONGEST_MICROS));
        }
    }

    /** A pend met its deadline. */
    public void expired() {
        expired++;
    }

    /** More clones left. */
    public void injected(long clones) {
        injected += clones;
    }

    /** Packets were discarded; layer, filter and callout are null where there is none. */
    public void discarded(String reason, String layer, String filter, String callout, long packets) {
        if (packets > 0) {
            discards.merge(new DiscardKey(reason, layer, filter, callout), packets, Long::sum);
        }
    }

    /** A callout found something. */
    public void found(String callout, String key) {
        findings.merge(new FindingKey(callout, key), 1L, Long::sum);
    }

    /** A flow started. */
    public void flowStarted() {
        flows++;
    }

    /** A flow's last counts. */
    public void flowEnded(TopFlow flow) {
        top.add(flow);
        if (top.size() > TOP_FLOWS) {
            top.poll();
        }
    }

    /** The fates so far. */
    public Fates fates() {
        return new Fates(permit, block, absorb, malformed, uncertain);
    }

    /** The pends so far. */
    public Pends pends() {
        boolean measured = latency.getTotalCount() > 0;
        Latency times = new Latency(
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getValueAtPercentile(99.9),
                latency.getMaxValue());
        return new Pends(pended, completed, expired, measured ? times : null);
    }

    /** Clones that left so far. */
    public long injectedSoFar() {
        return injected;
    }

    /** The discards by cause, highest count first. */
    public List<DiscardCount> discards() {
        Comparator<DiscardCount> byCause =
                Comparator.comparing(count -> count.reason() + count.layer() + count.filter() + count.callout());
        return discards.entrySet().stream()
                .map(cause -> new DiscardCount(
                        cause.getKey().reason(),
                        cause.getKey().layer(),
                        cause.getKey().filter(),
                        cause.getKey().callout(),
                        cause.getValue()))
                .sorted(Comparator.comparingLong(DiscardCount::count).reversed().thenComparing(byCause))
                .toList();
    }

    /** The findings, highest count first. */
    public List<FindingCount> findings() {
        return findings.entrySet().stream()
                .map(found -> new FindingCount(
                        found.getKey().callout(), found.getKey().key(), found.getValue()))
                .sorted(Comparator.comparingLong(FindingCount::count)
                        .reversed()
                        .thenComparing(FindingCount::callout)
                        .thenComparing(FindingCount::key))
                .toList();
    }

    /** The flows so far. */
    public Flows flows() {
        return new Flows(flows, top.stream().sorted(BY_BYTES.reversed()).toList());
    }
}
