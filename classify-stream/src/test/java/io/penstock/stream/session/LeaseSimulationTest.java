// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.ControlWriteException;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyToActivate;
import io.penstock.stream.control.RevisionsInMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two instances, elections at any moment, one that goes on though it is not elected any more, clients that renew, close or are killed: whatever the order, a session ends once, never
 * while its lease was renewed in time, and always in the end.
 */
class LeaseSimulationTest {
    private static final long SEED = Long.getLong("penstock.seed", 20_261_126L);
    private static final int RUNS = 40;
    private static final int STEPS = 120;
    private static final int LEASE_MS = 5_000;
    private static final int FORGET_MS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private sealed interface Told {
        record Renewed(String sessionKey) implements Told {}

        record Ended(String sessionKey) implements Told {}

        record Clock() implements Told {}
    }

    private record Entry(Told told, long timestampMs) {}

    private final RevisionsInMemory revisions = new RevisionsInMemory();
    private final List<Entry> log = new ArrayList<>();
    private final Map<String, PolicySession> alive = new LinkedHashMap<>();
    private final Set<String> everCommitted = new HashSet<>();
    private final Map<String, Long> renewedAtMs = new HashMap<>();
    private final Set<String> renewedLate = new HashSet<>();
    private long nowMs = 1_000_000;
    private int elected;
    private String publishing = "";

    /** An instance as far as it has read. */
    private final class Instance {
        private final int number;
        private LeaseTable table = new LeaseTable();
        private int read;

        Instance(int number) {
            this.number = number;
        }

        void won() {
            table = new LeaseTable();
            read = 0;
        }

        /** Reads some records, and does what it believes to be its work. */
        void step(int records) {
            for (int end = Math.min(log.size(), read + records); read < end; read++) {
                Entry entry = log.get(read);
                switch (entry.told()) {
                    case Told.Renewed(String key) -> table.renewed(key, LEASE_MS, entry.timestampMs());
                    case Told.Ended(String key) -> table.ended(key);
                    case Told.Clock() -> table.passed(entry.timestampMs());
                }
            }
            Set<String> over = table.over();
            publishing = "instance-" + number;
            if (!over.isEmpty() && published(over)) {
                table.overFor(FORGET_MS).forEach(key -> {
                    table.ended(key);
                    tell(new Told.Ended(key));
                });
            }
            if (!table.isEmpty()) {
                tell(new Told.Clock());
            }
        }

        private boolean published(Set<String> over) {
            try {
                return SessionEnd.publish(new Fenced(number), over, publishing, PATIENCE);
            } catch (ControlWriteException refused) {
                return false;
            }
        }
    }

    /** The policy as an instance changes it: the group's coordinator refuses one that is not elected any more. */
    private final class Fenced implements RevisionLog {
        private final int instance;

        Fenced(int instance) {
            this.instance = instance;
        }

        @Override
        public Standing read() {
            ActivatedRevision active = revisions.active();
            return new Standing(active, revisions.commented(active));
        }

        @Override
        public ActivationOutcome activate(PolicyToActivate policy, Expectation expectation) {
            if (instance >= 0 && instance != elected) {
                throw new ControlWriteException("instance " + instance + " is not elected", null);
            }
            return revisions.activate(policy, expectation);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void shouldEndEachSessionOnceNeverEarlyAndAlwaysInTheEnd() {
        for (int run = 0; run < RUNS; run++) {
            new LeaseSimulationTest().run(SEED + run);
        }
    }

    private void run(long seed) {
        Random random = new Random(seed);
        Instance[] instances = {new Instance(0), new Instance(1)};
        for (int step = 0; step < STEPS; step++) {
            nowMs += random.nextInt(1_500);
            int before = revisions.revisions().size();
            Set<String> onTime = new HashSet<>();
            renewedAtMs.forEach((key, at) -> {
                if (nowMs - at < LEASE_MS && !renewedLate.contains(key)) {
                    onTime.add(key);
                }
            });
            switch (random.nextInt(9)) {
                case 0 -> open("s" + step);
                case 1 -> remove(random, true);
                case 2 -> remove(random, false);
                case 3 -> {
                    elected = 1 - elected;
                    instances[elected].won();
                }
                case 4, 5 -> alive.keySet().forEach(this::renew);
                case 6 -> {
                    instances[1 - elected].step(random.nextInt(200));
                    assertThat(revisions.revisions())
                            .as("penstock.seed=%d step %d: what an instance publishes that is not elected", seed, step)
                            .hasSize(before);
                }
                default -> {
                    instances[elected].step(random.nextInt(200));
                    assertNotEarly(seed, step, before, onTime);
                }
            }
        }
        alive.clear();
        for (int step = 0; step < 6; step++) {
            nowMs += LEASE_MS;
            instances[elected].step(log.size());
        }
        assertThat(revisions.active().sessions()).as("penstock.seed=%d", seed).isEmpty();
        assertThat(revisions.policy(revisions.active()).filters())
                .as("penstock.seed=%d", seed)
                .isEmpty();
        assertThat(revisions.revisions().size())
                .as("penstock.seed=%d: one revision for each begin, at most one for each end", seed)
                .isLessThanOrEqualTo(2 * everCommitted.size());
    }

    private void assertNotEarly(long seed, int step, int before, Set<String> onTime) {
        List<ActivatedRevision> all = revisions.revisions();
        if (all.size() > before) {
            ActivatedRevision was = all.get(before - 1);
            was.sessions().stream()
                    .filter(session -> !all.getLast().hasSession(session.sessionKey()))
                    .forEach(gone -> assertThat(onTime)
                            .as("penstock.seed=%d step %d: ended by %s", seed, step, publishing)
                            .doesNotContain(gone.sessionKey()));
        }
    }

    private void open(String key) {
        renew(key);
        PolicySession session = new PolicySession(new Fenced(-1), key, "client", PATIENCE, new SessionLeases.Held() {
            @Override
            public void leave() {
                alive.remove(key);
            }

            @Override
            public void end() {
                tell(new Told.Ended(key));
            }
        });
        session.add(MemoryCluster.block("filter-" + key));
        everCommitted.add(key);
        alive.put(key, session);
    }

    private void remove(Random random, boolean closes) {
        if (alive.isEmpty()) {
            return;
        }
        List<String> keys = List.copyOf(alive.keySet());
        String key = keys.get(random.nextInt(keys.size()));
        PolicySession session = alive.remove(key);
        if (closes) {
            session.close();
        }
    }

    private void renew(String key) {
        Long before = renewedAtMs.put(key, nowMs);
        if (before != null && nowMs - before >= LEASE_MS) {
            renewedLate.add(key);
        }
        tell(new Told.Renewed(key));
    }

    private void tell(Told told) {
        log.add(new Entry(told, nowMs));
    }
}
