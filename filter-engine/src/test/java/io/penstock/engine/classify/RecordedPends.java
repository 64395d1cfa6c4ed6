// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.pend.AnswerOrigin;
import io.penstock.engine.pend.PendHistory;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.RecordedEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history of pends that a test writes down, and where a replay had its answers from. */
final class RecordedPends implements PendHistory {
    final List<String> told = new ArrayList<>();
    private final Map<String, List<RecordedEnd>> ends = new HashMap<>();
    private final Map<Long, String> refused = new HashMap<>();

    /** A pend ended after those that were added before. */
    void add(String pendId, RecordedEnd end) {
        ends.computeIfAbsent(PendId.placeOf(pendId), fresh -> new ArrayList<>()).add(end);
    }

    /** A packet, by its sequence, found no room at a callout. */
    void refuse(long sequence, String calloutKey) {
        refused.put(sequence, calloutKey);
    }

    @Override
    public Optional<RecordedEnd> end(PendId id, int nth, boolean decidesPacket) {
        List<RecordedEnd> there = ends.getOrDefault(id.place(), List.of());
        return nth < there.size() ? Optional.of(there.get(nth)) : Optional.empty();
    }

    @Override
    public Optional<String> refusedBy(Item item) {
        return Optional.ofNullable(refused.get(item.sequence()));
    }

    @Override
    public void told(String calloutKey, AnswerOrigin origin) {
        told.add(calloutKey + " " + origin);
    }
}
