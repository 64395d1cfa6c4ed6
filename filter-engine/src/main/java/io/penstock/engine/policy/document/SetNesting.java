// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets that hold sets: each reference must find one of its own kind, none may come back to where it began, and none may go too deep. */
final class SetNesting {
    private final Map<String, NamedSet> sets;
    private final ErrorSink errors;
    /** How deep each set is that has been walked, 0 for one without sets in it. */
    private final Map<String, Integer> depths = new HashMap<>();

    private final List<String> path = new ArrayList<>();

    SetNesting(Map<String, NamedSet> sets, ErrorSink errors) {
        this.sets = sets;
        this.errors = errors;
    }

    void check() {
        sets.keySet().forEach(this::depth);
    }

    private int depth(String name) {
        Integer known = depths.get(name);
        if (known != null) {
            return known;
        }
        path.add(name);
        int depth = 0;
        for (NamedSet.Item item : sets.get(name).items()) {
            if (item.reference() != null && follows(sets.get(name), item)) {
                depth = Math.max(depth, 1 + depth(item.reference()));
                if (depth > NamedSets.MAX_DEPTH) {
                    errors.add(item.place(), "sets nested more than " + NamedSets.MAX_DEPTH + " deep", "flatter sets");
                    depth = 0;
                }
            }
        }
        path.removeLast();
        depths.put(name, depth);
        return depth;
    }

    /** Whether a reference can be followed; tells if it cannot. */
    private boolean follows(NamedSet from, NamedSet.Item item) {
        String to = item.reference();
        NamedSet target = sets.get(to);
        if (target == null) {
            String nearest = NearestName.of(to, sets.keySet());
            errors.add(
                    item.place(),
                    "unknown set " + item.place().kind(),
                    "a name under sets",
                    nearest.isEmpty() ? "" : "$" + nearest);
            return false;
        }
        if (!target.kind().equals(from.kind())) {
            errors.add(
                    item.place(),
                    "FWP_E_TYPE_MISMATCH: " + item.place().kind() + " in a set of " + from.kind() + " is a set of "
                            + target.kind(),
                    "a set of " + from.kind());
            return false;
        }
        int at = path.indexOf(to);
        if (at >= 0) {
            List<String> circle = new ArrayList<>(path.subList(at, path.size()));
            circle.add(to);
            errors.add(
                    item.place(),
                    "sets that hold each other: $" + String.join(" → $", circle),
                    "sets that end in addresses or ports");
            return false;
        }
        if (path.size() > NamedSets.MAX_DEPTH) {
            errors.add(item.place(), "sets nested more than " + NamedSets.MAX_DEPTH + " deep", "flatter sets");
            return false;
        }
        return true;
    }
}
