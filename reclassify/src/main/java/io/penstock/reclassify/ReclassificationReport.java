// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.List;
import java.util.Objects;

/**
 * What a changed policy would have done to the packets of a range. The same inputs give the same report, however many threads or partitions they were read
 * with. Immutable.
 *
 * @param oldPolicy what applied, or another policy
 * @param newPolicy what would apply
 * @param range the packets that are reported
 * @param sources where they come from: captures in the order given, or agents by name
 * @param bytes their lengths on the wire
 * @param counts the packets by how their verdicts compare
 * @param groups packets that are changed, then those moved, then those unknown: most packets first
 * @param otherPackets packets not unchanged that are in none of the groups, since there would be too many
 * @param series the packets by time
 */
public record ReclassificationReport(
        ComparedPolicy oldPolicy,
        ComparedPolicy newPolicy,
        TimeRange range,
        List<ReportSource> sources,
        long bytes,
        ComparisonCounts counts,
        List<ChangeGroup> groups,
        long otherPackets,
        ChangeSeries series) {
    public ReclassificationReport {
        Objects.requireNonNull(oldPolicy, "oldPolicy");
        Objects.requireNonNull(newPolicy, "newPolicy");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(series, "series");
        sources = List.copyOf(sources);
        groups = List.copyOf(groups);
        if (bytes < 0 || otherPackets < 0) {
            throw new IllegalArgumentException(
                    "bytes and packets outside groups of 0 or more expected, found " + bytes + " and " + otherPackets);
        }
        long grouped =
                otherPackets + groups.stream().mapToLong(ChangeGroup::packets).sum();
        if (grouped != counts.packets() - counts.unchanged()) {
            throw new IllegalArgumentException(
                    grouped + " packets in groups and outside are not those that are not unchanged");
        }
    }

    /** The groups that compare so, most packets first. */
    public List<ChangeGroup> groups(Comparison comparison) {
        return groups.stream().filter(group -> group.comparison() == comparison).toList();
    }

    /** Whether any packet is changed; those moved keep their verdict. */
    public boolean hasChanges() {
        return counts.changed() > 0;
    }
}
