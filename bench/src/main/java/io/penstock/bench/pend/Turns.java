// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Partitions have their turns one after the other, and what is due at the end of a turn leaves together. One thread.
 *
 * @param partitions how many take turns
 * @param inTurn how many turns there are before the first comes again
 * @param lasting how long a turn is
 */
record Turns(int partitions, int inTurn, Duration lasting) {
    private static final Duration TURN = Duration.ofMillis(5);
    private static final int MOST_TURNS = 4;
    private static final Duration QUICK = Duration.ofMillis(2);

    /** As agents at live sources gather: four turns in their default linger (ADR 53). */
    static Turns ofAgents(int partitions) {
        return new Turns(partitions, Math.min(MOST_TURNS, partitions), TURN);
    }

    /** More often than agents: compilers count calls, not seconds. */
    static Turns quick(int partitions) {
        int inTurn = Math.min(MOST_TURNS, partitions);
        return new Turns(partitions, inTurn, QUICK.dividedBy(inTurn));
    }

    /**
     * Sends all requests of a pace, turn by turn.
     *
     * @param gather takes each request's number, those of a turn right behind one another
     * @param leave is told a partition when its turn has come
     */
    void run(Pace pace, IntConsumer gather, IntConsumer leave) {
        long startNanos = System.nanoTime();
        long endNanos = startNanos;
        int number = pace.first();
        for (int turn = 0; number < pace.end(); turn = (turn + 1) % inTurn) {
            endNanos += lasting.toNanos();
            Pace.sleepUntil(endNanos);
            for (; number < pace.end() && pace.dueNanos(startNanos, number) <= endNanos; number++) {
                gather.accept(number);
            }
            for (int partition = turn; partition < partitions; partition += inTurn) {
                leave.accept(partition);
            }
        }
        for (int partition = 0; partition < partitions; partition++) {
            leave.accept(partition);
        }
    }
}
