// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What becomes known of one part, or of all parts together, in any order. Bounded, but for the sources. One thread. */
final class ChangeTally {
    /** Groups that are told; of more those whose names have the least hashes. */
    static final int MOST_GROUPS = 1_024;

    final long[] counts = new long[Comparison.values().length];
    final Map<String, long[]> sources = new TreeMap<>();
    final AnswerTally oldAnswers = new AnswerTally();
    final AnswerTally newAnswers = new AnswerTally();
    final SeriesTally series = new SeriesTally();
    final LeastHashed<GroupKey, GroupTally> groups = new LeastHashed<>(MOST_GROUPS, GroupKey::text, GroupTally::new);
    long bytes;
    private String source;
    private long[] ofSource;

    /** Counts the feed's packet, whatever became of it. */
    void count(Comparison comparison, PacketFeed packet) {
        long wire = PacketRow.wireLength(packet.rows(), packet.row());
        counts[comparison.ordinal()]++;
        bytes += wire;
        series.add(PacketRow.captureTimeNanos(packet.rows(), packet.row()), comparison);
        if (!packet.source().equals(source)) {
            source = packet.source();
            ofSource = sources.computeIfAbsent(source, fresh -> new long[2]);
        }
        ofSource[0]++;
        ofSource[1] += wire;
    }

    /** Puts the feed's packet, which is not unchanged, into its group. */
    void group(
            Comparison comparison,
            PacketFeed packet,
            Optional<Verdict> from,
            Verdict to,
            int part,
            long ordinal,
            PacketExplainer explainer) {
        GroupTally group = groups.of(GroupKey.of(comparison, from, to));
        if (group == null) {
            return;
        }
        byte[] rows = packet.rows();
        int row = packet.row();
        group.add(FlowName.of(rows, row), packet.host(), packet.application(), PacketRow.wireLength(rows, row));
        PacketName name = packet.name();
        if (group.first == null || group.first.isAfter(part, ordinal, name)) {
            String text = explainer.line(Arrays.copyOfRange(rows, row, row + PacketRow.ROW_LENGTH));
            group.first = new Candidate(part, ordinal, name, PacketRow.captureTimeNanos(rows, row), text);
        }
    }

    /** Adds what is known of another part. */
    void add(ChangeTally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        bytes += other.bytes;
        oldAnswers.add(other.oldAnswers);
        newAnswers.add(other.newAnswers);
        series.add(other.series);
        other.sources.forEach((name, sums) -> addSource(name, sums[0], sums[1]));
        other.groups.forEach((key, group) -> {
            GroupTally mine = groups.of(key);
            if (mine != null) {
                mine.add(group);
            }
        });
    }

    void addSource(String name, long packets, long wireBytes) {
        long[] sums = sources.computeIfAbsent(name, fresh -> new long[2]);
        sums[0] += packets;
        sums[1] += wireBytes;
    }

    long count(Comparison comparison) {
        return counts[comparison.ordinal()];
    }
}
