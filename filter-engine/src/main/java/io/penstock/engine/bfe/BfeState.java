// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What the sessions of one engine share. Everything but {@link #guarded} is called with the mutex held. */
final class BfeState {
    private final ReentrantLock mutex = new ReentrantLock();
    private final KeySource keys;
    private final PolicySettings settings;
    private final CommitListener listener;
    private final AccessCheck access;
    private final FilterNotifier notifier;
    private final WriteLock lock;
    private final boolean strictDuplicates;
    private final Map<String, BfeSession> sessions = new LinkedHashMap<>();
    private final List<ChangeSubscription> subscriptions = new ArrayList<>();
    /** Numbers given, by kind; a transaction that is not committed gives none back, so that no filter id is ever used twice. */
    private final Map<ObjectKind, Long> luids = new EnumMap<>(ObjectKind.class);

    private long sessionIds;
    private PolicyCommit current;

    BfeState(BaseFilteringEngine.Builder with) {
        keys = with.keys;
        settings = with.settings;
        listener = with.listener;
        access = new AccessCheck(with.authorizer);
        notifier = new FilterNotifier(with.callouts);
        lock = new WriteLock(with.time, mutex.newCondition());
        strictDuplicates = with.strictDuplicates;
        ObjectStore objects = EngineStart.objects(with.survivors, with.autoStart);
        for (ObjectKind kind : ObjectStore.KINDS) {
            objects.all(kind).forEach(o -> luids.merge(kind, o.luid(), Math::max));
        }
        current = new PolicyCommit(with.lastRevision + 1, settings, objects);
    }

    /** Runs a call under the mutex, after ending what has outlived its hour. */
    <T> T guarded(Supplier<T> call) {
        mutex.lock();
        try {
            lock.expire();
            return call.get();
        } finally {
            mutex.unlock();
        }
    }

    void guarded(Runnable call) {
        guarded(() -> {
            call.run();
            return null;
        });
    }

    /** The transaction's state becomes the policy; everyone who is to know is told. */
    PolicyCommit commit(Transaction transaction) {
        ObjectStore before = current.objects();
        current = new PolicyCommit(current.revision() + 1, settings, transaction.store());
        listener.committed(current);
        notifier.committed(transaction, before);
        for (Transaction.Change change : transaction.changes()) {
            subscriptions.forEach(subscription -> subscription.offer(change));
        }
        return current;
    }

    PolicyCommit current() {
        return current;
    }

    AccessCheck access() {
        return access;
    }

    FilterNotifier notifier() {
        return notifier;
    }

    WriteLock lock() {
        return lock;
    }

    boolean prefixIsSuffix() {
        return settings.prefixIsSuffix();
    }

    /** An object as callers see it: callouts say whether there is run-time code. */
    StoredObject shown(StoredObject stored) {
        return stored.object() instanceof FwpmCallout callout && notifier.isRegistered(stored.key())
                ? stored.withObject(callout.registered())
                : stored;
    }

    boolean strictDuplicates() {
        return strictDuplicates;
    }

    Map<String, BfeSession> sessions() {
        return sessions;
    }

    List<ChangeSubscription> subscriptions() {
        return subscriptions;
    }

    long nextSessionId() {
        return ++sessionIds;
    }

    String newKey() {
        return keys.nextKey();
    }

    /** A number that no object of the kind ever had; of sublayers, whose numbers have 16 bits, one that none has now. */
    long nextLuid(ObjectKind kind, ObjectStore store) {
        return switch (kind) {
            case PROVIDER -> 0;
            case SUBLAYER -> store.nextSublayerId();
            default -> luids.merge(kind, 1L, Long::sum);
        };
    }
}
