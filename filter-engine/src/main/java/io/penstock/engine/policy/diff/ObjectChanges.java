// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Objects of one kind that one of two policies has and the other has not, or has otherwise (ARCHITECTURE 5).
 *
 * @param added as the later policy has them, in its order
 * @param removed as the earlier policy had them, in its order
 * @param changed of both, in the order of the later
 */
public record ObjectChanges<T>(List<T> added, List<T> removed, List<Change<T>> changed) {
    public ObjectChanges {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /** An object before and now. */
    public record Change<T>(T before, T now) {}

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    static <T> ObjectChanges<T> between(List<T> before, List<T> now, Function<T, String> key, BiPredicate<T, T> alike) {
        Map<String, T> left = new LinkedHashMap<>();
        before.forEach(object -> left.put(key.apply(object), object));
        List<T> added = new ArrayList<>();
        List<Change<T>> changed = new ArrayList<>();
        for (T object : now) {
            T old = left.remove(key.apply(object));
            if (old == null) {
                added.add(object);
            } else if (!alike.test(old, object)) {
                changed.add(new Change<>(old, object));
            }
        }
        return new ObjectChanges<>(added, List.copyOf(left.values()), changed);
    }
}
