// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.Layer;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.Objects;

/** What an object refers to must be there and may not live shorter than it (spec 1.6). */
final class ReferenceRules {
    private ReferenceRules() {}

    /**
     * Refuses dangling references, then those that could dangle later.
     *
     * @param lifetime what the object will have
     * @param sessionId number of the session that adds it
     */
    static void check(FwpmObject object, Lifetime lifetime, long sessionId, ObjectStore store) {
        if (object instanceof FwpmFilter filter && filter.action().consults()) {
            Refusal.require(
                    filter.calloutKey() != null,
                    FwpError.FWP_E_CALLOUT_NOT_FOUND,
                    filter,
                    filter.action().key() + " without a callout");
        }
        for (Reference to : Reference.of(object)) {
            boolean found = to.kind() == ObjectKind.LAYER
                    ? Layer.byKey(to.key()).isPresent()
                    : store.get(to.kind(), to.key()) != null;
            Refusal.require(
                    found, to.kind().notFound(), object, "no " + to.kind().word() + " '" + to.key() + "'");
        }
        for (Reference to : Reference.of(object)) {
            StoredObject target = store.get(to.kind(), to.key());
            if (target != null) {
                Refusal.require(
                        mayReferTo(object, lifetime, sessionId, target),
                        FwpError.FWP_E_LIFETIME_MISMATCH,
                        object,
                        lifetime + " refers to " + target.lifetime() + " "
                                + to.kind().word() + " '" + target.key() + "'");
            }
        }
    }

    private static boolean mayReferTo(FwpmObject object, Lifetime lifetime, long sessionId, StoredObject target) {
        return switch (target.lifetime()) {
            case BUILT_IN -> true;
            case DYNAMIC -> lifetime == Lifetime.DYNAMIC && target.ownerId() == sessionId;
            case STATIC -> lifetime == Lifetime.DYNAMIC || lifetime == Lifetime.STATIC;
            case PERSISTENT ->
                lifetime == Lifetime.DYNAMIC
                        || lifetime == Lifetime.STATIC
                        || target.kind() == ObjectKind.PROVIDER
                        || isOfSameProvider(object, target)
                        || lifetime == Lifetime.BOOT_TIME && target.kind() == ObjectKind.CALLOUT;
            case BOOT_TIME -> throw new IllegalStateException("only filters are boot-time, and nothing refers to them");
        };
    }

    /** Another provider's object may be away after the next start, if that provider's service is not started. */
    private static boolean isOfSameProvider(FwpmObject object, StoredObject target) {
        return target.providerKey() == null
                || Objects.equals(target.providerKey(), object.header().providerKey());
    }
}
