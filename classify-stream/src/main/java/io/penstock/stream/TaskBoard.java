// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the tasks of one process tell others how they stand: each after every record, on its stream thread; anybody may read. Thread-safe. */
final class TaskBoard {
    private final Map<TaskWork, TaskBalance> tasks = new ConcurrentHashMap<>();

    void tell(TaskWork task, TaskBalance balance) {
        tasks.put(task, balance);
    }

    /** The task is worked on here no longer. */
    void leave(TaskWork task) {
        tasks.remove(task);
    }

    /** How each task stands that is worked on here. */
    Collection<TaskBalance> balances() {
        return List.copyOf(tasks.values());
    }

    /** Whether a callout is registered out of band in a partition that is worked on here. */
    boolean isRegistered(String calloutKey) {
        return tasks.values().stream().anyMatch(balance -> balance.outOfBand().contains(calloutKey));
    }

    /** Pends of a callout that wait for their end in the partitions that are worked on here. */
    long open(String calloutKey) {
        return tasks.values().stream()
                .mapToLong(balance -> balance.open().getOrDefault(calloutKey, 0))
                .sum();
    }

    /** The lowest revision in force in a partition that is worked on here; 0 before any, and where there is none. */
    long lowestRevision() {
        return tasks.values().stream().mapToLong(TaskBalance::revision).min().orElse(0);
    }

    /** Partitions that have no policy yet, ascending. */
    List<Integer> withoutPolicy() {
        return tasks.values().stream()
                .filter(balance -> balance.revision() == 0)
                .map(TaskBalance::partition)
                .sorted()
                .toList();
    }
}
