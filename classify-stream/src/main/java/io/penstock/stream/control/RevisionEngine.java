// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.bfe.BaseFilteringEngine;
import io.penstock.engine.bfe.BfeSession;
import io.penstock.engine.bfe.Caller;
import io.penstock.engine.bfe.EngineTime;
import io.penstock.engine.bfe.FwpmObject;
import io.penstock.engine.bfe.FwpmSession;
import io.penstock.engine.bfe.KeySource;
import io.penstock.engine.bfe.PolicyObjects;
import io.penstock.engine.bfe.TransactionMode;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.CommentedPolicy;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;

/**
 * A Base Filtering Engine over one revision (spec 1): its rules of references, lifetimes and conflicts hold for what clients change of a cluster's policy. What is
 * changed in it is nobody else's to see until it is activated. One thread.
 */
public final class RevisionEngine {
    private static final List<ObjectKind> KINDS = List.of(
            ObjectKind.PROVIDER,
            ObjectKind.SUBLAYER,
            ObjectKind.CALLOUT,
            ObjectKind.PROVIDER_CONTEXT,
            ObjectKind.FILTER);
    private static final Caller CALLER = new Caller(0, "", false);

    private final BaseFilteringEngine engine;
    private final CommentedPolicy started;
    private final Map<String, BfeSession> dynamic = new LinkedHashMap<>();
    /** Keys by the numbers that the engine gives to sessions, in the order in which they are opened. */
    private final List<String> sessionKeys = new ArrayList<>();

    /**
     * Starts an engine.
     *
     * @param inForce what is in force, with its comments
     * @param sessions the dynamic sessions that have objects in it
     */
    public RevisionEngine(CommentedPolicy inForce, List<DynamicSession> sessions) {
        started = inForce;
        Policy policy = inForce.policy();
        Map<DynamicSession.Owned, Long> owners = new LinkedHashMap<>();
        for (int i = 0; i < sessions.size(); i++) {
            long number = i + 1L;
            sessions.get(i).objects().forEach(owned -> owners.put(owned, number));
        }
        engine = BaseFilteringEngine.builder(new NoWaiting(), KeySource.of(new SecureRandom()))
                .settings(policy.settings())
                .survivors(
                        PolicyObjects.of(
                                policy, (kind, key) -> owners.getOrDefault(new DynamicSession.Owned(kind, key), 0L)),
                        service -> true,
                        0)
                .start();
        sessions.forEach(session -> dynamic(session.sessionKey()));
    }

    /** The dynamic session of this key, opened if it has nothing yet. */
    public BfeSession dynamic(String sessionKey) {
        return dynamic.computeIfAbsent(sessionKey, key -> open(new FwpmSession(key, true, 0, CALLER)));
    }

    /**
     * A session whose objects stay.
     *
     * @param sessionKey a key that no other session here has
     */
    public BfeSession lasting(String sessionKey) {
        return open(new FwpmSession(sessionKey, false, 0, CALLER));
    }

    private BfeSession open(FwpmSession session) {
        BfeSession opened = engine.open(session);
        sessionKeys.add(session.sessionKey());
        return opened;
    }

    /** Ends a dynamic session: what it added is gone (spec 1.4 T9). */
    public void end(String sessionKey) {
        BfeSession ended = dynamic.remove(sessionKey);
        if (ended != null) {
            ended.close();
        }
    }

    /** What is committed in this engine. */
    public Policy policy() {
        return engine.current().policy();
    }

    /** The same as a document, with the comments on what is still there, UTF-8. */
    byte[] document() {
        return started.yamlOf(policy()).getBytes(StandardCharsets.UTF_8);
    }

    /** The dynamic sessions with their objects as they are committed in this engine, also those that have none. */
    public List<DynamicSession> sessions() {
        if (dynamic.isEmpty()) {
            return List.of();
        }
        Map<String, List<DynamicSession.Owned>> owned = new LinkedHashMap<>();
        dynamic.keySet().forEach(key -> owned.put(key, new ArrayList<>()));
        BfeSession reader = dynamic.values().iterator().next();
        for (ObjectKind kind : KINDS) {
            reader.enumerate(kind, null).stream()
                    .filter(object -> object.ownerId() > 0)
                    .forEach(object -> owned.get(sessionKeys.get((int) object.ownerId() - 1))
                            .add(new DynamicSession.Owned(kind, object.key())));
        }
        return owned.entrySet().stream()
                .map(session -> new DynamicSession(session.getKey(), session.getValue()))
                .toList();
    }

    /**
     * Takes over what dynamic sessions have in another engine, but for objects that cannot be here: whose key is taken, or that refer to what is not there.
     *
     * @param from the other engine
     */
    void carry(RevisionEngine from) {
        for (DynamicSession session : from.sessions()) {
            BfeSession to = dynamic(session.sessionKey());
            to.begin(TransactionMode.READ_WRITE);
            BfeSession reader = from.dynamic(session.sessionKey());
            session.objects()
                    .forEach(owned -> addIfPossible(
                            to, reader.get(owned.kind(), owned.key()).object()));
            to.commit();
        }
    }

    private static boolean addIfPossible(BfeSession session, FwpmObject object) {
        try {
            session.add(object);
            return true;
        } catch (FwpException impossible) {
            // The whole document that comes says otherwise, and it is what its writer wants.
            return false;
        }
    }

    /** Nobody else is in the engine, so its lock is never waited for. */
    private static final class NoWaiting implements EngineTime {
        @Override
        public long nowMillis() {
            return 0;
        }

        @Override
        public void await(Condition released, long millis) {
            throw new IllegalStateException("a session of this engine has a transaction open");
        }
    }
}
