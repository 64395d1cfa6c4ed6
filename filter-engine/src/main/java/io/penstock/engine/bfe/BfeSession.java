// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKey;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An open session (spec 1.3): what a caller reads and changes objects through. A call outside an explicit transaction runs in one of its own (T1).
 * A call that fails changes nothing and leaves the transaction usable (T6). Every call gives FWP_E_SESSION_ABORTED once the session was aborted or
 * ended, and FWP_E_TXN_ABORTED in a transaction that was aborted by force, until the caller ends it.
 */
public final class BfeSession implements AutoCloseable {
    private final BfeState state;
    private final FwpmSession opened;
    private final String sessionKey;
    private final long sessionId;
    private final ObjectWriter writer;
    private final List<ChangeSubscription> subscriptions = new ArrayList<>();
    private Transaction transaction;
    private boolean aborted;
    private boolean ended;

    BfeSession(BfeState state, FwpmSession opened, String sessionKey, long sessionId) {
        this.state = state;
        this.opened = opened;
        this.sessionKey = sessionKey;
        this.sessionId = sessionId;
        writer = new ObjectWriter(state, opened.caller(), opened.dynamic(), sessionId);
    }

    /** Its key, a GUID in braces where the caller gave none. */
    public String sessionKey() {
        return sessionKey;
    }

    Caller caller() {
        return opened.caller();
    }

    long txnWaitTimeoutMillis() {
        return opened.txnWaitTimeoutMillis();
    }

    /**
     * Begins a transaction; one that writes waits for the lock.
     *
     * @throws FwpException FWP_E_TXN_IN_PROGRESS if the session has one; FWP_E_TIMEOUT if the lock was not free in time, or the thread was interrupted;
     *     access denied without the right to begin
     */
    public void begin(TransactionMode mode) {
        state.guarded(() -> {
            requireAlive();
            if (transaction != null) {
                throw refused(FwpError.FWP_E_TXN_IN_PROGRESS);
            }
            boolean writes = mode == TransactionMode.READ_WRITE;
            AccessRight right = writes ? AccessRight.BEGIN_WRITE_TXN : AccessRight.BEGIN_READ_TXN;
            state.access().require(opened.caller(), right, ObjectKind.ENGINE);
            if (writes) {
                state.lock().acquire(this, true);
                if (transaction != null) {
                    // Another thread has begun one in this session while this one waited.
                    state.lock().release();
                    throw refused(FwpError.FWP_E_TXN_IN_PROGRESS);
                }
            }
            transaction = Transaction.begin(mode, state.current().objects());
        });
    }

    /**
     * Commits the transaction.
     *
     * @return what it made of the policy; of a read-only one, the last commit
     * @throws FwpException FWP_E_NO_TXN_IN_PROGRESS; FWP_E_TXN_ABORTED if it was aborted by force, of which nothing remains
     */
    public PolicyCommit commit() {
        return state.guarded(() -> {
            Transaction ending = endTransaction();
            if (!ending.writes()) {
                return state.current();
            }
            try {
                return state.commit(ending);
            } finally {
                state.lock().release();
            }
        });
    }

    /**
     * Gives the transaction up; nothing of it remains.
     *
     * @throws FwpException FWP_E_NO_TXN_IN_PROGRESS, FWP_E_TXN_ABORTED
     */
    public void abort() {
        state.guarded(() -> undo(endTransaction()));
    }

    private Transaction endTransaction() {
        requireAlive();
        Transaction ending = transaction;
        if (ending == null) {
            throw refused(FwpError.FWP_E_NO_TXN_IN_PROGRESS);
        }
        transaction = null;
        if (ending.isAborted()) {
            throw refused(FwpError.FWP_E_TXN_ABORTED);
        }
        return ending;
    }

    private void undo(Transaction ending) {
        if (ending.writes()) {
            state.notifier().aborted(ending);
            state.lock().release();
        }
    }

    /** Adds an object under the default security descriptor. */
    public StoredObject add(FwpmObject object) {
        return add(object, null);
    }

    /**
     * Adds an object (spec 1.13).
     *
     * @param securityDescriptor SDDL that is to guard it, or null for the default
     * @return the object with its key and what else was assigned
     * @throws FwpException what is wrong with it, the first of the checks in the order of spec 1.13; FWP_E_INCOMPATIBLE_TXN in a read-only transaction;
     *     FWP_E_TIMEOUT outside any, if the lock was not free in time
     */
    public StoredObject add(FwpmObject object, String securityDescriptor) {
        return write(within -> writer.add(within, object, securityDescriptor));
    }

    /**
     * Deletes an object.
     *
     * @throws FwpException the kind's ..._NOT_FOUND, FWP_E_IN_USE, FWP_E_BUILTIN_OBJECT, FWP_E_WRONG_SESSION,
     *     FWP_E_DYNAMIC_SESSION_IN_PROGRESS, FWP_E_INCOMPATIBLE_TXN, access denied
     */
    public void delete(ObjectKind kind, String key) {
        write(within -> {
            writer.delete(within, kind, ObjectKey.normal(key));
            return null;
        });
    }

    /**
     * Deletes a filter by its run-time id.
     *
     * @throws FwpException FWP_E_FILTER_NOT_FOUND, else as {@link #delete}
     */
    public void deleteFilter(long filterId) {
        write(within -> {
            StoredObject filter = within.store().filter(filterId);
            if (filter == null) {
                throw Refusal.notFound(ObjectKind.FILTER, Long.toUnsignedString(filterId));
            }
            writer.delete(within, ObjectKind.FILTER, filter.key());
            return null;
        });
    }

    /**
     * One object.
     *
     * @throws FwpException the kind's ..._NOT_FOUND, access denied
     */
    public StoredObject get(ObjectKind kind, String key) {
        return read(store -> {
            StoredObject found = store.get(kind, ObjectKey.normal(key));
            if (found == null) {
                throw Refusal.notFound(kind, key);
            }
            state.access().require(opened.caller(), AccessRight.READ, found);
            return state.shown(found);
        });
    }

    /**
     * The objects of a kind, older first; filters as {@link FilterEnumTemplate} says, without those that are boot-time or disabled.
     *
     * @param providerKey whose, or null for everybody's
     * @throws FwpException FWP_E_NEVER_MATCH if there is no such provider, access denied
     */
    public List<StoredObject> enumerate(ObjectKind kind, String providerKey) {
        if (kind == ObjectKind.FILTER) {
            return enumerate(FilterEnumTemplate.all().provider(providerKey));
        }
        return read(store -> {
            state.access().require(opened.caller(), AccessRight.ENUM, kind);
            return ObjectEnumeration.of(store, kind, providerKey).stream()
                    .map(state::shown)
                    .toList();
        });
    }

    /**
     * The filters that a template selects (spec 1.14).
     *
     * @throws FwpException FWP_E_NEVER_MATCH, what is wrong with a condition, access denied
     */
    public List<StoredObject> enumerate(FilterEnumTemplate template) {
        return read(store -> {
            state.access().require(opened.caller(), AccessRight.ENUM, ObjectKind.FILTER);
            return FilterEnumeration.of(template, store, state.prefixIsSuffix()).list(store);
        });
    }

    /**
     * Has changes told from the next commit on, until the subscription or the session ends (spec 1.14).
     *
     * @throws FwpException FWP_E_NEVER_MATCH, FWP_E_INVALID_FLAGS, access denied
     */
    public ChangeSubscription subscribe(ChangeSubscription.Template template) {
        return read(store -> {
            state.access().require(opened.caller(), AccessRight.SUBSCRIBE, template.kind());
            ChangeSubscription subscription = new ChangeSubscription(state, template, store);
            subscriptions.add(subscription);
            state.subscriptions().add(subscription);
            return subscription;
        });
    }

    /** Ends the session: aborts its transaction and, if it is dynamic, deletes what it added (T9). Never waits; may be called again. */
    @Override
    public void close() {
        state.guarded(this::end);
    }

    void end() {
        if (ended) {
            return;
        }
        abortSession();
        ended = true;
        state.sessions().remove(sessionKey);
        state.subscriptions().removeAll(subscriptions);
        if (opened.dynamic()) {
            state.lock().runInTurn(this::removeOwned);
        }
    }

    private void removeOwned() {
        Transaction removal =
                Transaction.begin(TransactionMode.READ_WRITE, state.current().objects());
        List<StoredObject> owned = removal.store().ownedBy(sessionId);
        owned.forEach(object -> writer.delete(removal, object));
        if (!owned.isEmpty()) {
            state.commit(removal);
        }
    }

    void abortSession() {
        aborted = true;
        Transaction open = transaction;
        transaction = null;
        if (open != null && !open.isAborted()) {
            undo(open);
        }
    }

    /** The lock's time is out (T7). */
    void abortByForce() {
        transaction.aborted();
        undo(transaction);
    }

    void requireAlive() {
        if (aborted) {
            throw refused(FwpError.FWP_E_SESSION_ABORTED);
        }
    }

    private <T> T write(Function<Transaction, T> call) {
        return state.guarded(() -> {
            requireUsable();
            if (transaction != null) {
                if (!transaction.writes()) {
                    throw refused(FwpError.FWP_E_INCOMPATIBLE_TXN);
                }
                return call.apply(transaction);
            }
            state.lock().acquire(this, false);
            try {
                Transaction implicit = Transaction.begin(
                        TransactionMode.READ_WRITE, state.current().objects());
                T result = call.apply(implicit);
                state.commit(implicit);
                return result;
            } finally {
                state.lock().release();
            }
        });
    }

    private <T> T read(Function<ObjectStore, T> call) {
        return state.guarded(() -> {
            requireUsable();
            return call.apply(transaction == null ? state.current().objects() : transaction.store());
        });
    }

    private void requireUsable() {
        requireAlive();
        if (transaction != null && transaction.isAborted()) {
            throw refused(FwpError.FWP_E_TXN_ABORTED);
        }
    }

    private FwpException refused(FwpError error) {
        return new FwpException(error, ObjectKind.SESSION, sessionKey, "");
    }
}
