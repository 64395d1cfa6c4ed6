// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.score;

import io.penstock.cli.score.EventOutcome.Disagreement;
import io.penstock.cli.score.EventOutcome.FilterMatch;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.event.RecordedEvent.Decision;
import io.penstock.engine.policy.Filter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums up outcomes: how many agree, how many cannot be compared and why, and the disagreements, like ones together. One thread. */
public final class EventScore {
    private static final int MOST_GROUPS = 10_000;

    private final Map<FilterMatch, Long> agreements = new EnumMap<>(FilterMatch.class);
    private final Map<String, Long> incomparable = new LinkedHashMap<>();
    private final Map<Kind, Group> groups = new LinkedHashMap<>();
    private long disagreements;
    private long ungrouped;

    private record Kind(
            String layer,
            Decision windows,
            long windowsFilterId,
            Decision here,
            Filter hereFilter,
            EventOutcome.Cause cause,
            boolean uncertain) {}

    /**
     * Disagreements alike: the same layer, decisions, filters and cause.
     *
     * @param first the first of them, whose reason stands for all
     * @param event that event in a line
     * @param line line of the file where it starts
     * @param count how many
     */
    public record Group(Disagreement first, String event, int line, long count) {}

    /** Adds one outcome. */
    public void add(RecordedEvent event, EventOutcome outcome) {
        switch (outcome) {
            case EventOutcome.Agreement(FilterMatch filter) -> agreements.merge(filter, 1L, Long::sum);
            case EventOutcome.Incomparable(String reason) -> incomparable.merge(reason, 1L, Long::sum);
            case Disagreement one -> disagreement(event, one);
        }
    }

    private void disagreement(RecordedEvent event, Disagreement one) {
        disagreements++;
        Kind kind = new Kind(
                one.layer().key(),
                one.windows(),
                one.windowsFilterId(),
                one.here(),
                one.hereFilter(),
                one.cause(),
                one.uncertain());
        Group before = groups.get(kind);
        if (before == null && groups.size() >= MOST_GROUPS) {
            ungrouped++;
        } else if (before == null) {
            groups.put(kind, new Group(one, EventLine.of(event), event.line(), 1));
        } else {
            groups.put(kind, new Group(before.first(), before.event(), before.line(), before.count() + 1));
        }
    }

    /** Events that could be compared. */
    public long comparable() {
        return agreed() + disagreements;
    }

    /** Those of them on which the policy says what Windows did. */
    public long agreed() {
        return agreements.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those that agree, by whether the same filter decided. */
    public long agreed(FilterMatch filter) {
        return agreements.getOrDefault(filter, 0L);
    }

    /** How many could not be compared, by reason. */
    public Map<String, Long> incomparable() {
        return incomparable;
    }

    /** Disagreements of like kind, the most frequent first. */
    public List<Group> groups() {
        return groups.values().stream()
                .sorted(Comparator.comparingLong(Group::count).reversed())
                .toList();
    }

    /** Disagreements beyond the first 10,000 kinds: counted, and no more. */
    public long ungrouped() {
        return ungrouped;
    }
}
