// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.BitSet;

/**
 * A kind of round trip. It is set up and warmed up once and then measured in turn with others, so that all have the same day and the same compilers. One thread
 * drives it.
 */
sealed interface Kind {
    /** Others have had the processors until now. */
    Duration SETTLE = Duration.ofSeconds(2);

    /** As it is in the table. */
    String name();

    /** At which it is measured. */
    Load load();

    /** Has requests come for so long, and waits until all are answered. */
    RoundTrips run(Duration time, Turns turns) throws Exception;

    /** Processor time so far of who answers, in nanoseconds. */
    long answererNanos();

    /** Has compilers work for so long: most of it with short turns, the rest as it is measured. */
    default void warmUp(Duration time) throws Exception {
        Duration quick = time.multipliedBy(3).dividedBy(4);
        run(quick, load().quickTurns());
        run(time.minus(quick), load().turns());
    }

    /** What comes right before each pass, and is not measured. */
    default void settle() throws Exception {
        run(SETTLE, load().turns());
    }

    /** Measures. */
    default Passed pass(Duration time) throws Exception {
        return new Passed(run(time, load().turns()), new BitSet());
    }

    /**
     * What a pass showed.
     *
     * @param trips of all its requests
     * @param leftOut numbers of those that do not count
     */
    record Passed(RoundTrips trips, BitSet leftOut) {}

    /** Plain requests, each by itself. */
    record Evenly(RequestReply plain, Load load) implements Kind {
        static final String NAME = "request/reply";

        @Override
        public String name() {
            return NAME;
        }

        /** Has no turns. */
        @Override
        public RoundTrips run(Duration time, Turns turns) throws InterruptedException {
            return plain.evenly(time);
        }

        @Override
        public long answererNanos() {
            return plain.answererNanos();
        }
    }

    /** Plain requests at the moments of an agent's records. */
    record Gathered(RequestReply plain, Load load) implements Kind {
        static final String NAME = "request/reply, gathered";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public RoundTrips run(Duration time, Turns turns) throws InterruptedException {
            return plain.gathered(time, turns);
        }

        @Override
        public long answererNanos() {
            return plain.answererNanos();
        }
    }

    /** Pends. */
    record Pend(PendRoundTrip pend, Load load) implements Kind {
        @Override
        public String name() {
            return "pend";
        }

        @Override
        public RoundTrips run(Duration time, Turns turns) throws InterruptedException {
            return pend.run(time, turns);
        }

        @Override
        public long answererNanos() {
            return pend.answererNanos();
        }
    }

    /**
     * Pends with a worker killed in the middle of each pass, and one that goes on, which is started and warmed up before it.
     *
     * @param warmUp of the one that goes on
     */
    record PendKill(PendRoundTrip pend, Load load, Duration warmUp) implements Kind {
        @Override
        public String name() {
            return "pend, kill";
        }

        @Override
        public RoundTrips run(Duration time, Turns turns) throws InterruptedException {
            return pend.run(time, turns);
        }

        /** Of whoever is killed there is nothing to read. */
        @Override
        public long answererNanos() {
            return 0;
        }

        @Override
        public void warmUp(Duration time) {
            // Each pass has its own.
        }

        @Override
        public void settle() throws Exception {
            pend.startWorker();
            Kind.super.warmUp(warmUp);
        }

        @Override
        public Passed pass(Duration time) throws Exception {
            return pend.runWithKill(time, load.turns());
        }
    }
}
