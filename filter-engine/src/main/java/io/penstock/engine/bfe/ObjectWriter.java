// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.policy.AutomaticWeight;
import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;

/** Adds and deletes objects in a transaction, in the order of checks of spec 1.13: the first failure wins, and a failed call changes nothing. */
final class ObjectWriter {
    /** Highest number of sublayers, built-in ones included (spec 1.7). */
    static final int MAX_SUBLAYERS = 65_536;
    /** Highest number of callouts (spec 1.10). */
    static final int MAX_CALLOUTS = 100_000;

    private final BfeState state;
    private final Caller caller;
    private final boolean dynamic;
    private final long sessionId;

    /**
     * Writes for a session.
     *
     * @param dynamic whether the session is dynamic
     */
    ObjectWriter(BfeState state, Caller caller, boolean dynamic, long sessionId) {
        this.state = state;
        this.caller = caller;
        this.dynamic = dynamic;
        this.sessionId = sessionId;
    }

    StoredObject add(Transaction transaction, FwpmObject object, String securityDescriptor) {
        ObjectStore store = transaction.store();
        state.access().requireAdd(caller, object, store);
        StructureRules.check(object, dynamic, securityDescriptor);
        Lifetime lifetime = lifetime(object);
        ReferenceRules.check(object, lifetime, sessionId, store);
        if (object instanceof FwpmFilter filter) {
            FilterRules.check(filter, store, state.strictDuplicates());
        }
        refuseConflict(object, store);
        StoredObject stored = new StoredObject(
                object.header().key() == null
                        ? object.withHeader(object.header().withKey(freeKey(object, store)))
                        : object,
                lifetime,
                lifetime == Lifetime.DYNAMIC ? sessionId : 0,
                state.nextLuid(object.kind(), store),
                object instanceof FwpmFilter filter ? effectiveWeight(filter) : 0,
                false,
                securityDescriptor);
        boolean announced = object instanceof FwpmFilter && state.notifier().adding(stored, store);
        transaction.add(stored, announced);
        return stored;
    }

    void delete(Transaction transaction, ObjectKind kind, String key) {
        StoredObject stored = transaction.store().get(kind, key);
        if (stored == null) {
            boolean layer = kind == ObjectKind.LAYER && Layer.byKey(key).isPresent();
            throw layer ? new FwpException(FwpError.FWP_E_BUILTIN_OBJECT, kind, key, "") : Refusal.notFound(kind, key);
        }
        state.access().require(caller, AccessRight.DELETE, stored);
        if (isBuiltIn(stored)) {
            throw Refusal.of(FwpError.FWP_E_BUILTIN_OBJECT, stored, "");
        }
        if (stored.lifetime() == Lifetime.DYNAMIC ? stored.ownerId() != sessionId : dynamic) {
            throw Refusal.of(
                    stored.lifetime() == Lifetime.DYNAMIC
                            ? FwpError.FWP_E_WRONG_SESSION
                            : FwpError.FWP_E_DYNAMIC_SESSION_IN_PROGRESS,
                    stored,
                    "");
        }
        if (transaction.store().isReferredTo(stored)) {
            throw Refusal.of(FwpError.FWP_E_IN_USE, stored, "");
        }
        delete(transaction, stored);
    }

    /** A document may list one of the system's own sublayers to give it another weight; it stays the system's. */
    private static boolean isBuiltIn(StoredObject stored) {
        return stored.lifetime() == Lifetime.BUILT_IN
                || stored.kind() == ObjectKind.SUBLAYER
                        && BuiltInSublayers.byKey(stored.key()).isPresent();
    }

    /** Deletes without asking whether the caller may: what a dynamic session leaves. */
    void delete(Transaction transaction, StoredObject stored) {
        if (transaction.delete(stored)) {
            state.notifier().withdrawn(stored, transaction.store());
        }
    }

    private Lifetime lifetime(FwpmObject object) {
        if (dynamic) {
            return Lifetime.DYNAMIC;
        }
        if (object instanceof FwpmFilter filter && filter.flags().contains(FilterFlag.BOOTTIME)) {
            return Lifetime.BOOT_TIME;
        }
        return object.isPersistent() ? Lifetime.PERSISTENT : Lifetime.STATIC;
    }

    private static void refuseConflict(FwpmObject object, ObjectStore store) {
        String key = object.header().key();
        Refusal.require(
                key == null || store.get(object.kind(), key) == null, FwpError.FWP_E_ALREADY_EXISTS, object, "");
        Refusal.require(
                object.kind() != ObjectKind.SUBLAYER || store.count(ObjectKind.SUBLAYER) < MAX_SUBLAYERS,
                FwpError.FWP_E_TOO_MANY_SUBLAYERS,
                object,
                "");
        Refusal.require(
                object.kind() != ObjectKind.CALLOUT || store.count(ObjectKind.CALLOUT) < MAX_CALLOUTS,
                FwpError.FWP_E_TOO_MANY_CALLOUTS,
                object,
                "");
    }

    private String freeKey(FwpmObject object, ObjectStore store) {
        String key = state.newKey();
        while (store.get(object.kind(), key) != null) {
            key = state.newKey();
        }
        return key;
    }

    private static long effectiveWeight(FwpmFilter filter) {
        Layer layer = Layer.byKey(filter.layerKey()).orElseThrow();
        return switch (filter.weight()) {
            case ConditionValue.Number(DataType type, long value) when type == DataType.FWP_UINT64 -> value;
            case ConditionValue.Number(var _, long range) ->
                AutomaticWeight.inRange((int) range, layer, filter.conditions());
            default -> AutomaticWeight.of(layer, filter.conditions());
        };
    }
}
