// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a report together once everything is counted, in an order that hangs on nothing but what is reported. */
final class ReportWriter {
    private static final List<Comparison> ORDER =
            List.of(Comparison.CHANGED, Comparison.MOVED, Comparison.UNKNOWN, Comparison.UNCHANGED);

    private final Question question;
    private final List<ComparedPolicy> sides;
    private final Map<Integer, Map<Long, PartComparison.Traces>> traces;
    private final Map<String, String> newNames;
    private final Map<String, String> oldNames;

    ReportWriter(Question question, List<ComparedPolicy> sides, Map<Integer, Map<Long, PartComparison.Traces>> traces) {
        this.question = question;
        this.sides = sides;
        this.traces = traces;
        newNames = names(question.newSide().policy());
        oldNames = question.oldSide().policy().isPresent()
                ? names(question.oldSide().policy())
                : newNames;
    }

    private static Map<String, String> names(Optional<Policy> policy) {
        Map<String, String> names = new HashMap<>();
        policy.map(Policy::filters)
                .orElse(List.of())
                .forEach((Filter filter) -> names.put(filter.filterKey(), filter.name()));
        return names;
    }

    ReclassificationReport report(ChangeTally all, List<String> sourceOrder) {
        ComparisonCounts counts = ComparisonCounts.of(
                all.count(Comparison.UNCHANGED),
                all.count(Comparison.MOVED),
                all.count(Comparison.CHANGED),
                all.count(Comparison.UNKNOWN));
        List<ChangeGroup> groups = groups(all);
        long grouped = groups.stream().mapToLong(ChangeGroup::packets).sum();
        return new ReclassificationReport(
                sides.get(0),
                sides.get(1),
                question.range(),
                sources(all, sourceOrder),
                all.bytes,
                counts,
                groups,
                counts.packets() - counts.unchanged() - grouped,
                all.series.series());
    }

    private static List<ReportSource> sources(ChangeTally all, List<String> order) {
        List<String> names = new ArrayList<>(order);
        all.sources.keySet().stream().filter(name -> !order.contains(name)).forEach(names::add);
        return names.stream()
                .distinct()
                .map(name -> {
                    long[] sums = all.sources.getOrDefault(name, new long[2]);
                    return new ReportSource(name, sums[0], sums[1]);
                })
                .toList();
    }

    private List<ChangeGroup> groups(ChangeTally all) {
        List<Map.Entry<GroupKey, GroupTally>> kept = new ArrayList<>();
        all.groups.forEach((key, group) -> kept.add(Map.entry(key, group)));
        kept.sort(Comparator.comparingInt((Map.Entry<GroupKey, GroupTally> one) ->
                        ORDER.indexOf(one.getKey().comparison()))
                .thenComparing(one -> one.getValue().packets, Comparator.reverseOrder())
                .thenComparing(one -> one.getKey().text()));
        return kept.stream().map(one -> group(one.getKey(), one.getValue())).toList();
    }

    private ChangeGroup group(GroupKey key, GroupTally group) {
        return new ChangeGroup(
                key.comparison(),
                decision(key.fromAction(), key.fromLayer(), key.fromFilter(), oldNames),
                decision(key.toAction(), key.toLayer(), key.toFilter(), newNames),
                group.packets,
                group.bytes,
                group.flows.breakdown(group.packets, group.bytes),
                group.hosts.breakdown(group.packets, group.bytes),
                group.applications.breakdown(group.packets, group.bytes),
                first(group.first));
    }

    private static Decision decision(String action, String layer, String filter, Map<String, String> names) {
        return new Decision(action, layer, filter, names.getOrDefault(filter, ""));
    }

    private FirstPacket first(Candidate first) {
        PartComparison.Traces why = traces.get(first.part()).get(first.ordinal());
        return new FirstPacket(first.name(), first.timeNanos(), first.text(), why.before(), why.after());
    }
}
