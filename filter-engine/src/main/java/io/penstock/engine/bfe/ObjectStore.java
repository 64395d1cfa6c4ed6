// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects of one state of the policy, in order of creation, and how often each is referred to. A transaction changes a copy of its own; what is
 * committed is not changed any more.
 */
final class ObjectStore {
    /** Kinds in an order in which each refers to earlier ones only. */
    static final List<ObjectKind> KINDS = List.of(
            ObjectKind.PROVIDER,
            ObjectKind.SUBLAYER,
            ObjectKind.CALLOUT,
            ObjectKind.PROVIDER_CONTEXT,
            ObjectKind.FILTER);

    private final Map<ObjectKind, Map<String, StoredObject>> objects = new EnumMap<>(ObjectKind.class);
    private final Map<Reference, Integer> referrers;
    private final BitSet sublayerIds;

    /** Only the built-in sublayers. */
    ObjectStore() {
        KINDS.forEach(kind -> objects.put(kind, new LinkedHashMap<>()));
        referrers = new LinkedHashMap<>();
        sublayerIds = new BitSet();
        for (Sublayer sublayer : BuiltInSublayers.all()) {
            FwpmSublayer object =
                    new FwpmSublayer(ObjectHeader.of(sublayer.subLayerKey()), Set.of(), sublayer.weight());
            put(new StoredObject(object, Lifetime.BUILT_IN, 0, nextSublayerId(), 0, false, null));
        }
    }

    /** A copy that can be changed. */
    ObjectStore(ObjectStore from) {
        from.objects.forEach((kind, byKey) -> objects.put(kind, new LinkedHashMap<>(byKey)));
        referrers = new LinkedHashMap<>(from.referrers);
        sublayerIds = (BitSet) from.sublayerIds.clone();
    }

    /** The object of a key, or null. Built-in sublayers are found by GUID and alias too. */
    StoredObject get(ObjectKind kind, String key) {
        Map<String, StoredObject> byKey = objects.get(kind);
        if (byKey == null) {
            return null;
        }
        StoredObject found = byKey.get(key);
        return found == null && kind == ObjectKind.SUBLAYER
                ? BuiltInSublayers.byKey(key)
                        .map(s -> byKey.get(s.subLayerKey()))
                        .orElse(null)
                : found;
    }

    /** The objects of a kind, older first. */
    Collection<StoredObject> all(ObjectKind kind) {
        return objects.get(kind).values();
    }

    int count(ObjectKind kind) {
        return objects.get(kind).size();
    }

    /** The filter of an id, or null. */
    StoredObject filter(long filterId) {
        for (StoredObject filter : all(ObjectKind.FILTER)) {
            if (filter.luid() == filterId) {
                return filter;
            }
        }
        return null;
    }

    /** Objects that a dynamic session added, those that refer to others first. */
    List<StoredObject> ownedBy(long sessionId) {
        List<StoredObject> owned = new ArrayList<>();
        for (ObjectKind kind : KINDS.reversed()) {
            all(kind).stream().filter(o -> o.ownerId() == sessionId).forEach(owned::add);
        }
        return owned;
    }

    /** The lowest number of 16 bits that no sublayer has. */
    int nextSublayerId() {
        return sublayerIds.nextClearBit(0);
    }

    void put(StoredObject object) {
        objects.get(object.kind()).put(object.key(), object);
        if (object.kind() == ObjectKind.SUBLAYER) {
            sublayerIds.set((int) object.luid());
        }
        Reference.of(object.object()).forEach(to -> referrers.merge(resolved(to), 1, Integer::sum));
    }

    void remove(StoredObject object) {
        objects.get(object.kind()).remove(object.key());
        if (object.kind() == ObjectKind.SUBLAYER) {
            sublayerIds.clear((int) object.luid());
        }
        for (Reference to : Reference.of(object.object())) {
            referrers.computeIfPresent(resolved(to), (r, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Whether another object refers to this one. */
    boolean isReferredTo(StoredObject object) {
        return referrers.containsKey(new Reference(object.kind(), object.key()));
    }

    private Reference resolved(Reference reference) {
        StoredObject to = get(reference.kind(), reference.key());
        return to == null ? reference : new Reference(reference.kind(), to.key());
    }
}
