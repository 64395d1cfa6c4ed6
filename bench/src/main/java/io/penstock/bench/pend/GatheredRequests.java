// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Requests that come when an agent's packets would: those of a partition one right behind the other, at its turn. One thread. */
final class GatheredRequests {
    private final List<Deque<Integer>> partitions;
    private final IntConsumer send;

    GatheredRequests(int partitions, IntConsumer send) {
        this.partitions = Stream.<Deque<Integer>>generate(ArrayDeque::new)
                .limit(partitions)
                .toList();
        this.send = send;
    }

    void add(int number) {
        partitions.get(number % partitions.size()).add(number);
    }

    void leave(int partition) {
        Deque<Integer> gathered = partitions.get(partition);
        for (Integer number = gathered.poll(); number != null; number = gathered.poll()) {
            send.accept(number);
        }
    }
}
