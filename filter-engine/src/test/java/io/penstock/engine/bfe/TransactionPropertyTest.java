// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.sublayer;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random calls of several sessions against a model that holds a map for what is committed and a copy for each transaction. The model knows sublayers
 * and filters that refer to them, dynamic sessions, the lock, its line and its hour.
 */
class TransactionPropertyTest {
    private static final int CALLS = 400;
    private static final int SESSIONS = 4;

    private ManualTime time;
    private BfeSketch sketch;
    private Random random;
    private final List<Client> clients = new ArrayList<>();
    /** What is committed: key of a sublayer or filter to what it is. */
    private Map<String, Entry> committed = new LinkedHashMap<>();
    /** Ended sessions whose objects wait for the lock. */
    private final List<Integer> leaving = new ArrayList<>();

    private Client owner;
    private long ownedSince;
    private int opened;
    private long revisions;

    /**
     * An object of the model.
     *
     * @param sublayer of a filter the sublayer it is in, of a sublayer null
     * @param owner number of the dynamic session it belongs to, or 0
     */
    private record Entry(String sublayer, int owner) {}

    /** A session with what the model knows of it. */
    private static final class Client {
        final BfeSession session;
        final int number;
        final boolean dynamic;
        Map<String, Entry> seen;
        boolean writes;
        boolean abortedByForce;

        Client(BfeSession session, int number, boolean dynamic) {
            this.session = session;
            this.number = number;
            this.dynamic = dynamic;
        }

        boolean inTransaction() {
            return seen != null || abortedByForce;
        }
    }

    static LongStream seeds() {
        long first = Long.getLong("penstock.seed", 104_001L);
        return LongStream.range(first, first + 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @SpecRule({"1.4 T1", "1.4 T2", "1.4 T6", "1.4 T7", "1.4 T9"})
    void shouldKeepTransactionsAtomicAndApart(long seed) {
        random = new Random(seed);
        sketch = new BfeSketch();
        time = sketch.time;
        revisions = sketch.engine.current().revision();
        for (int i = 0; i < SESSIONS; i++) {
            clients.add(open());
        }
        for (int i = 0; i < CALLS; i++) {
            int at = random.nextInt(SESSIONS);
            call(at);
            expire();
            String what = "seed %d, call %d".formatted(seed, i);
            for (Client client : clients) {
                if (client.seen != null || !client.inTransaction()) {
                    Map<String, Entry> expected = client.seen != null ? client.seen : committed;
                    assertThat(keys(client.session)).as(what).isEqualTo(new TreeSet<>(expected.keySet()));
                }
            }
            assertThat(sketch.engine.current().revision()).as(what).isEqualTo(revisions);
            assertThat(committedKeys()).as(what).isEqualTo(new TreeSet<>(committed.keySet()));
        }
    }

    private Client open() {
        int number = ++opened;
        boolean dynamic = random.nextInt(3) == 0;
        BfeSession session = sketch.engine.open(new FwpmSession("n" + number, dynamic, 1_000, BfeSketch.USER));
        return new Client(session, number, dynamic);
    }

    private void call(int at) {
        Client client = clients.get(at);
        switch (random.nextInt(16)) {
            case 0 -> begin(client, TransactionMode.READ_ONLY);
            case 1, 2 -> begin(client, TransactionMode.READ_WRITE);
            case 3, 4 -> commit(client);
            case 5 -> abort(client);
            case 6 -> {
                if (random.nextInt(4) == 0) {
                    close(client);
                    clients.set(at, open());
                }
            }
            case 7 -> {
                if (random.nextInt(6) == 0) {
                    time.nowMillis += WriteLock.MAX_HOLD_MILLIS / 2 - random.nextInt(3) * 400L;
                }
            }
            case 8, 9, 10 -> delete(client, (random.nextBoolean() ? "s" : "f") + random.nextInt(6));
            case 11, 12 -> add(client, "s" + random.nextInt(6), null);
            default -> add(client, "f" + random.nextInt(6), "s" + random.nextInt(6));
        }
    }

    private void begin(Client client, TransactionMode mode) {
        expire();
        FwpError expected = null;
        boolean writes = mode == TransactionMode.READ_WRITE;
        if (client.inTransaction()) {
            expected = FwpError.FWP_E_TXN_IN_PROGRESS;
        } else if (writes) {
            expected = lock(client);
        }
        check(expected, () -> client.session.begin(mode));
        if (expected == null) {
            client.seen = writes ? new LinkedHashMap<>(committed) : committed;
            client.writes = writes;
            if (writes) {
                owner = client;
                ownedSince = time.nowMillis;
            }
        }
    }

    private void commit(Client client) {
        expire();
        FwpError expected = ending(client);
        check(expected, client.session::commit);
        if (expected == null && client.writes) {
            committed = client.seen;
            revisions++;
        }
        ended(client);
    }

    private void abort(Client client) {
        expire();
        check(ending(client), client.session::abort);
        ended(client);
    }

    private FwpError ending(Client client) {
        if (client.abortedByForce) {
            return FwpError.FWP_E_TXN_ABORTED;
        }
        return client.seen == null ? FwpError.FWP_E_NO_TXN_IN_PROGRESS : null;
    }

    private void ended(Client client) {
        client.seen = null;
        client.abortedByForce = false;
        if (owner == client) {
            release();
        }
    }

    private void close(Client client) {
        expire();
        client.session.close();
        ended(client);
        if (client.dynamic) {
            leaving.add(client.number);
            if (owner == null) {
                release();
            }
        }
    }

    private void add(Client client, String key, String sublayer) {
        FwpmObject object = sublayer == null
                ? sublayer(key, 1)
                : filter(key).sublayer(sublayer).block();
        write(client, () -> client.session.add(object), seen -> {
            Entry to = sublayer == null ? null : seen.get(sublayer);
            if (sublayer != null && to == null) {
                return FwpError.FWP_E_SUBLAYER_NOT_FOUND;
            }
            if (to != null && to.owner() != 0 && to.owner() != (client.dynamic ? client.number : -1)) {
                return FwpError.FWP_E_LIFETIME_MISMATCH;
            }
            if (seen.containsKey(key)) {
                return FwpError.FWP_E_ALREADY_EXISTS;
            }
            seen.put(key, new Entry(sublayer, client.dynamic ? client.number : 0));
            return null;
        });
    }

    private void delete(Client client, String key) {
        boolean filter = key.startsWith("f");
        ObjectKind kind = filter ? ObjectKind.FILTER : ObjectKind.SUBLAYER;
        write(client, () -> client.session.delete(kind, key), seen -> {
            Entry entry = seen.get(key);
            if (entry == null) {
                return kind.notFound();
            }
            if (entry.owner() != 0 && entry.owner() != client.number) {
                return FwpError.FWP_E_WRONG_SESSION;
            }
            if (entry.owner() == 0 && client.dynamic) {
                return FwpError.FWP_E_DYNAMIC_SESSION_IN_PROGRESS;
            }
            if (!filter && seen.values().stream().anyMatch(e -> key.equals(e.sublayer()))) {
                return FwpError.FWP_E_IN_USE;
            }
            seen.remove(key);
            return null;
        });
    }

    /** What the model makes of a change: the error, or null once it is made. */
    private interface Change {
        FwpError in(Map<String, Entry> seen);
    }

    private void write(Client client, Runnable call, Change change) {
        expire();
        FwpError expected;
        if (client.abortedByForce) {
            expected = FwpError.FWP_E_TXN_ABORTED;
        } else if (client.seen != null) {
            expected = client.writes ? change.in(client.seen) : FwpError.FWP_E_INCOMPATIBLE_TXN;
        } else {
            expected = lock(client);
            if (expected == null) {
                Map<String, Entry> copy = new LinkedHashMap<>(committed);
                expected = change.in(copy);
                if (expected == null) {
                    committed = copy;
                    revisions++;
                }
            }
        }
        check(expected, call);
    }

    /** The error of a wait for the lock: its second passes before the owner's hour, unless that ends in it. Tells the model of the latter. */
    private FwpError lock(Client client) {
        if (owner == null) {
            return null;
        }
        assertThat(owner).isNotSameAs(client);
        long hour = ownedSince + WriteLock.MAX_HOLD_MILLIS;
        if (hour > time.nowMillis + 1_000) {
            return FwpError.FWP_E_TIMEOUT;
        }
        force();
        return null;
    }

    private void expire() {
        if (owner != null && time.nowMillis - ownedSince >= WriteLock.MAX_HOLD_MILLIS) {
            force();
        }
    }

    private void force() {
        owner.seen = null;
        owner.abortedByForce = true;
        release();
    }

    private void release() {
        owner = null;
        for (int number : leaving) {
            Map<String, Entry> copy = new LinkedHashMap<>(committed);
            if (copy.values().removeIf(entry -> entry.owner() == number)) {
                committed = copy;
                revisions++;
            }
        }
        leaving.clear();
    }

    private static void check(FwpError expected, Runnable call) {
        FwpError found = null;
        try {
            call.run();
        } catch (FwpException refused) {
            found = refused.error();
        }
        assertThat(found).isEqualTo(expected);
    }

    private static TreeSet<String> keys(BfeSession session) {
        TreeSet<String> keys = new TreeSet<>();
        session.enumerate(FilterEnumTemplate.all()).forEach(o -> keys.add(o.key()));
        session.enumerate(ObjectKind.SUBLAYER, null).stream()
                .filter(o -> o.lifetime() != Lifetime.BUILT_IN)
                .forEach(o -> keys.add(o.key()));
        return keys;
    }

    private TreeSet<String> committedKeys() {
        TreeSet<String> keys = new TreeSet<>();
        sketch.engine.current().policy().filters().stream()
                .map(Filter::filterKey)
                .forEach(keys::add);
        sketch.engine.current().policy().sublayers().stream()
                .map(Sublayer::subLayerKey)
                .forEach(keys::add);
        return keys;
    }
}
