// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Gathers as agents at live sources do: partitions have their turns one after the other, four in an agent's default linger (ADR 53), and what is due at the end
 * of a turn leaves together. While it warms up turns come more often, since compilers count calls, not seconds. One thread.
 */
final class Turns {
    private static final Duration TURN = Duration.ofMillis(5);
    private static final int MOST_TURNS = 4;
    /** Between two turns of a partition. */
    private static final Duration QUICK = Duration.ofMillis(2);

    private final Pace pace;
    private final int partitions;
    private final int turns;

    Turns(Pace pace, int partitions) {
        this.pace = pace;
        this.partitions = partitions;
        turns = Math.min(MOST_TURNS, partitions);
    }

    /**
     * Sends all requests, turn by turn.
     *
     * @param gather takes each request's number, those of a turn right behind one another
     * @param leave is told a partition when its turn has come
     */
    void run(IntConsumer gather, IntConsumer leave) {
        long endNanos = System.nanoTime();
        long startNanos = endNanos;
        int number = 0;
        for (int turn = 0; number < pace.requests(); turn = (turn + 1) % turns) {
            endNanos += number < pace.firstSettled() ? QUICK.toNanos() / turns : TURN.toNanos();
            Pace.sleepUntil(endNanos);
            for (; number < pace.requests() && pace.dueNanos(startNanos, number) <= endNanos; number++) {
                gather.accept(number);
            }
            for (int partition = turn; partition < partitions; partition += turns) {
                leave.accept(partition);
            }
        }
        for (int partition = 0; partition < partitions; partition++) {
            leave.accept(partition);
        }
    }
}
