// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The Base Filtering Engine (spec 1): holds the objects of a policy, lets sessions change them in transactions, and makes a revision of each write
 * transaction that is committed. Any thread; see the package.
 */
public final class BaseFilteringEngine {
    private final BfeState state;

    private BaseFilteringEngine(Builder builder) {
        state = new BfeState(builder);
    }

    /** What an engine needs; everything has a default but time and keys. */
    public static Builder builder(EngineTime time, KeySource keys) {
        return new Builder(time, keys);
    }

    /**
     * Opens a session (spec 1.3).
     *
     * @throws FwpException FWP_E_ALREADY_EXISTS if a session has this key; access denied without the right OPEN
     */
    public BfeSession open(FwpmSession session) {
        return state.guarded(() -> {
            state.access().require(session.caller(), AccessRight.OPEN, ObjectKind.ENGINE);
            String key = session.sessionKey() == null ? state.newKey() : session.sessionKey();
            if (state.sessions().containsKey(key)) {
                throw new FwpException(FwpError.FWP_E_ALREADY_EXISTS, ObjectKind.SESSION, key, "");
            }
            BfeSession opened = new BfeSession(state, session, key, state.nextSessionId());
            state.sessions().put(key, opened);
            return opened;
        });
    }

    /**
     * Aborts a session: its transaction is aborted, and every later call in it gives FWP_E_SESSION_ABORTED until it is closed.
     *
     * @throws FwpException FWP_E_NOT_FOUND if no open session has this key
     */
    public void abortSession(String sessionKey) {
        state.guarded(() -> session(sessionKey).abortSession());
    }

    /**
     * Ends a session whose client is gone, as closing does: the end of its lease (spec 1.3).
     *
     * @throws FwpException FWP_E_NOT_FOUND if no open session has this key
     */
    public void endSession(String sessionKey) {
        state.guarded(() -> session(sessionKey).end());
    }

    /** The last commit; of an engine that has just started, its start. */
    public PolicyCommit current() {
        return state.guarded(state::current);
    }

    /** What lives on when the engine stops (spec 1.5): persistent objects and boot-time filters, those referred to first. Hand them to the next start. */
    public List<StoredObject> survivors() {
        return state.guarded(() -> {
            List<StoredObject> survivors = new ArrayList<>();
            for (ObjectKind kind : ObjectStore.KINDS) {
                state.current().objects().all(kind).stream()
                        .filter(o -> o.lifetime() == Lifetime.PERSISTENT || o.lifetime() == Lifetime.BOOT_TIME)
                        .forEach(survivors::add);
            }
            return survivors;
        });
    }

    private BfeSession session(String sessionKey) {
        BfeSession session = state.sessions().get(sessionKey);
        if (session == null) {
            throw Refusal.notFound(ObjectKind.SESSION, sessionKey);
        }
        return session;
    }

    /** What an engine is started with. One thread. */
    public static final class Builder {
        final EngineTime time;
        final KeySource keys;
        Authorizer authorizer = Authorizer.OPEN;
        Function<String, CalloutRegistration> callouts = key -> null;
        PolicySettings settings = PolicySettings.DEFAULT;
        boolean strictDuplicates;
        CommitListener listener = commit -> {};
        List<StoredObject> survivors = List.of();
        Predicate<String> autoStart = service -> true;
        long lastRevision;

        private Builder(EngineTime time, KeySource keys) {
            this.time = time;
            this.keys = keys;
        }

        public Builder authorizer(Authorizer value) {
            authorizer = value;
            return this;
        }

        /** Where the run-time half of a callout is found, null where it is not registered (spec 1.10). */
        public Builder callouts(Function<String, CalloutRegistration> lookup) {
            callouts = lookup;
            return this;
        }

        public Builder settings(PolicySettings value) {
            settings = value;
            return this;
        }

        /** {@code policy.strictDuplicates}: refuse two identical conditions in a filter (spec 3.4). */
        public Builder strictDuplicates(boolean value) {
            strictDuplicates = value;
            return this;
        }

        public Builder listener(CommitListener value) {
            listener = value;
            return this;
        }

        /**
         * What the engine before this one left behind.
         *
         * @param objects its {@link BaseFilteringEngine#survivors()}
         * @param serviceStarts whether a service is set to start automatically; objects of a provider whose service is not are kept but disabled
         * @param revision number of its last revision, above which this engine counts on; 0 for none
         */
        public Builder survivors(List<StoredObject> objects, Predicate<String> serviceStarts, long revision) {
            survivors = List.copyOf(objects);
            autoStart = serviceStarts;
            lastRevision = revision;
            return this;
        }

        /** Starts the engine: boot-time filters give way to persistent objects in one revision. */
        public BaseFilteringEngine start() {
            return new BaseFilteringEngine(this);
        }
    }
}
