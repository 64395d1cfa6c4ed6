// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import io.penstock.engine.bfe.BfeSession;
import io.penstock.engine.bfe.FilterEnumTemplate;
import io.penstock.engine.bfe.FwpmObject;
import io.penstock.engine.bfe.StoredObject;
import io.penstock.engine.bfe.TransactionMode;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyToActivate;
import io.penstock.stream.control.RevisionEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session with the policy of a cluster (spec 1.3, 1.4). A transaction sees the revision at which it began. No lock is held meanwhile: its commit is one new
 * revision if that revision is still in force, else none, and {@code FWP_E_TXN_ABORTED}. {@link #transact} tries again for the caller.
 *
 * <p>A call outside a transaction runs in one of its own (T1), and is tried again like {@link #transact}. A call that fails changes nothing and leaves the transaction
 * usable (T6). A dynamic session whose lease has ended gives {@code FWP_E_SESSION_ABORTED}. Any thread, one call at a time.
 */
public final class PolicySession implements AutoCloseable {
    private static final long LONGEST_PAUSE_MS = 200;

    private final RevisionLog log;
    private final String sessionKey;
    private final String writer;
    private final Duration patience;
    private final SessionLeases.Held lease;
    private boolean registered;
    private boolean ended;
    private Open open;

    /**
     * A session.
     *
     * @param writer for the history of policies
     * @param patience how long what may be tried again is tried
     * @param lease what a dynamic session lives by; null: it is not dynamic
     */
    PolicySession(RevisionLog log, String sessionKey, String writer, Duration patience, SessionLeases.Held lease) {
        this.log = log;
        this.sessionKey = sessionKey;
        this.writer = writer;
        this.patience = patience;
        this.lease = lease;
    }

    /** A transaction under way. */
    private static final class Open {
        private final RevisionLog.Standing standing;
        private final RevisionEngine engine;
        private final BfeSession inner;
        private boolean changed;

        Open(RevisionLog.Standing standing, RevisionEngine engine, BfeSession inner) {
            this.standing = standing;
            this.engine = engine;
            this.inner = inner;
        }
    }

    /** Its key, which the history of policies names beside what a dynamic session owns. */
    public String sessionKey() {
        return sessionKey;
    }

    /**
     * Begins a transaction at the revision that is in force.
     *
     * @throws FwpException FWP_E_TXN_IN_PROGRESS if the session has one; FWP_E_SESSION_ABORTED
     * @throws io.penstock.stream.control.ControlWriteException if the policy cannot be read
     */
    public synchronized void begin(TransactionMode mode) {
        requireAlive();
        if (open != null) {
            throw refused(FwpError.FWP_E_TXN_IN_PROGRESS, "");
        }
        open = opened(mode);
    }

    private Open opened(TransactionMode mode) {
        RevisionLog.Standing standing = log.read();
        boolean dynamic = lease != null;
        if (registered && !standing.revision().hasSession(sessionKey)) {
            ended = true;
            lease.leave();
            throw refused(FwpError.FWP_E_SESSION_ABORTED, "its lease has ended");
        }
        RevisionEngine engine =
                new RevisionEngine(standing.commented(), standing.revision().sessions());
        BfeSession inner = dynamic ? engine.dynamic(sessionKey) : engine.lasting(sessionKey);
        inner.begin(mode);
        return new Open(standing, engine, inner);
    }

    /** The revision that the transaction sees; outside one, what is in force now. */
    public synchronized ActivatedRevision revision() {
        return open == null ? log.read().revision() : open.standing.revision();
    }

    /**
     * Commits the transaction.
     *
     * @return the revision that it gave; where nothing was changed, the one at which it began
     * @throws FwpException FWP_E_NO_TXN_IN_PROGRESS; FWP_E_TXN_ABORTED if another revision came into force meanwhile: then nothing of it remains
     * @throws io.penstock.stream.control.ControlWriteException if Kafka refuses; where it did not answer, all of it may be in force, never a part
     */
    public synchronized ActivatedRevision commit() {
        Open ending = endTransaction();
        ending.inner.commit();
        if (!ending.changed) {
            return ending.standing.revision();
        }
        return switch (publish(ending)) {
            case ActivationOutcome.Activated(ActivatedRevision revision, var _, var _) -> {
                registered = lease != null;
                yield revision;
            }
            case ActivationOutcome.AlreadyActive(ActivatedRevision revision) -> revision;
            case ActivationOutcome.Refused(ActivatedRevision active) ->
                throw refused(
                        FwpError.FWP_E_TXN_ABORTED,
                        "revision " + active.revision()
                                + (active.writer().isEmpty() ? "" : " of " + active.writer())
                                + " came into force meanwhile");
        };
    }

    private ActivationOutcome publish(Open ending) {
        ActivatedRevision before = ending.standing.revision();
        String name = before.revision() == 0 ? "default" : before.name();
        return log.activate(
                PolicyToActivate.of(name, ending.engine, writer), new Expectation.Revision(before.revision()));
    }

    /**
     * Gives the transaction up; nothing of it remains.
     *
     * @throws FwpException FWP_E_NO_TXN_IN_PROGRESS
     */
    public synchronized void abort() {
        endTransaction().inner.abort();
    }

    private Open endTransaction() {
        requireAlive();
        Open ending = open;
        if (ending == null) {
            throw refused(FwpError.FWP_E_NO_TXN_IN_PROGRESS, "");
        }
        open = null;
        return ending;
    }

    /**
     * Runs a change in a transaction and commits it, again from the start whenever another revision came between.
     *
     * @param change may be run several times, each time on what is in force then
     * @return the revision that it gave
     * @throws FwpException what {@code change} threw, after which nothing of it remains; FWP_E_TIMEOUT if others always came between;
     *     FWP_E_TXN_IN_PROGRESS
     */
    public synchronized ActivatedRevision transact(Consumer<PolicySession> change) {
        long until = System.nanoTime() + patience.toNanos();
        for (int attempt = 1; ; attempt++) {
            begin(TransactionMode.READ_WRITE);
            try {
                change.accept(this);
            } catch (RuntimeException | Error failed) {
                open = null;
                throw failed;
            }
            try {
                return commit();
            } catch (FwpException refused) {
                if (refused.error() != FwpError.FWP_E_TXN_ABORTED) {
                    throw refused;
                }
                if (System.nanoTime() > until) {
                    throw refused(FwpError.FWP_E_TIMEOUT, "others kept changing the policy");
                }
            }
            long longest = Math.min(LONGEST_PAUSE_MS, 1L << Math.min(attempt, 10));
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, longest + 1)));
        }
    }

    /**
     * Adds an object (spec 1.13).
     *
     * @return the object with its key and what else was assigned
     * @throws FwpException what is wrong with it; FWP_E_INCOMPATIBLE_TXN in a read-only transaction
     */
    public synchronized StoredObject add(FwpmObject object) {
        return write(session -> session.add(object));
    }

    /**
     * Deletes an object.
     *
     * @throws FwpException the kind's ..._NOT_FOUND, FWP_E_IN_USE, FWP_E_BUILTIN_OBJECT, FWP_E_WRONG_SESSION,
     *     FWP_E_DYNAMIC_SESSION_IN_PROGRESS, FWP_E_INCOMPATIBLE_TXN
     */
    public synchronized void delete(ObjectKind kind, String key) {
        write(session -> {
            session.delete(kind, key);
            return key;
        });
    }

    /**
     * One object.
     *
     * @throws FwpException the kind's ..._NOT_FOUND
     */
    public synchronized StoredObject get(ObjectKind kind, String key) {
        return read(session -> session.get(kind, key));
    }

    /**
     * The objects of a kind, older first, filters without those that are boot-time or disabled.
     *
     * @param providerKey whose, or null for everybody's
     * @throws FwpException FWP_E_NEVER_MATCH if there is no such provider
     */
    public synchronized List<StoredObject> enumerate(ObjectKind kind, String providerKey) {
        return read(session -> session.enumerate(kind, providerKey));
    }

    /**
     * The filters that a template selects (spec 1.14).
     *
     * @throws FwpException FWP_E_NEVER_MATCH, what is wrong with a condition
     */
    public synchronized List<StoredObject> enumerate(FilterEnumTemplate template) {
        return read(session -> session.enumerate(template));
    }

    private <T> T read(Function<BfeSession, T> call) {
        requireAlive();
        Open seen = open == null ? opened(TransactionMode.READ_ONLY) : open;
        return call.apply(seen.inner);
    }

    private <T> T write(Function<BfeSession, T> call) {
        requireAlive();
        if (open != null) {
            T result = call.apply(open.inner);
            open.changed = true;
            return result;
        }
        List<T> results = new ArrayList<>();
        transact(session -> results.add(session.write(call)));
        return results.getLast();
    }

    /**
     * Ends the session: aborts its transaction and, if it is dynamic, gives a revision without what it added (T9). May be called again.
     *
     * @throws io.penstock.stream.control.ControlWriteException if that revision cannot be written; then the end of the lease brings it
     */
    @Override
    public synchronized void close() {
        open = null;
        if (ended || lease == null) {
            ended = true;
            return;
        }
        ended = true;
        lease.leave();
        if (!registered || SessionEnd.publish(log, Set.of(sessionKey), writer, patience)) {
            lease.end();
        }
    }

    /**
     * Leaves the session without ending it: what a dynamic session added stays until its lease is over, and the lease is renewed no more. To block something for a time
     * is a session with {@link Lease#once} that is left.
     */
    public synchronized void leave() {
        open = null;
        ended = true;
        if (lease != null) {
            lease.leave();
        }
    }

    private void requireAlive() {
        if (ended) {
            throw refused(FwpError.FWP_E_SESSION_ABORTED, "");
        }
    }

    private FwpException refused(FwpError error, String detail) {
        return new FwpException(error, ObjectKind.SESSION, sessionKey, detail);
    }
}
