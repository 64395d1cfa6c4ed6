// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The objects of a policy (spec 1.1), so that an engine can start from a document: {@link PolicyCommit#policy()} the other way round. A policy does not keep
 * how an object came to be, so all but filters count as persistent, filters as their flags say, and what an {@link Owners} knows as dynamic. Stateless; any
 * thread.
 */
public final class PolicyObjects {
    private PolicyObjects() {}

    /** Which dynamic session an object belongs to. */
    @FunctionalInterface
    public interface Owners {
        /** Nothing is anybody's. */
        Owners NONE = (kind, key) -> 0;

        /** Number of the session, 1 and up in the order in which sessions will be opened; 0 for an object of none. */
        long ownerOf(ObjectKind kind, String key);
    }

    /**
     * The objects, those referred to first, for {@link BaseFilteringEngine.Builder#survivors}.
     *
     * @param owners whose objects are dynamic
     */
    public static List<StoredObject> of(Policy policy, Owners owners) {
        List<StoredObject> objects = new ArrayList<>();
        for (Provider provider : policy.providers()) {
            ObjectHeader header = new ObjectHeader(provider.providerKey(), provider.name(), null, null, null);
            objects.add(stored(new FwpmProvider(header, Set.of(), provider.serviceName()), 0, owners));
        }
        long sublayers = BuiltInSublayers.all().size();
        for (Sublayer sublayer : policy.sublayers()) {
            long luid = BuiltInSublayers.byKey(sublayer.subLayerKey()).isPresent() ? sublayer.order() : sublayers++;
            objects.add(stored(sublayer(sublayer), luid, owners));
        }
        long callouts = 0;
        for (CalloutObject callout : policy.callouts()) {
            objects.add(stored(callout(callout), ++callouts, owners));
        }
        long contexts = 0;
        for (ProviderContext context : policy.providerContexts()) {
            objects.add(stored(context(context), ++contexts, owners));
        }
        policy.filters().forEach(filter -> objects.add(stored(filter(filter), filter.filterId(), owners)));
        return List.copyOf(objects);
    }

    private static StoredObject stored(FwpmObject object, long luid, Owners owners) {
        long owner = owners.ownerOf(object.kind(), object.header().key());
        long weight = object instanceof FwpmFilter filter && filter.weight() instanceof ConditionValue.Number number
                ? number.value()
                : 0;
        return new StoredObject(object, lifetime(object, owner), owner, luid, weight, false, null);
    }

    private static Lifetime lifetime(FwpmObject object, long owner) {
        if (owner != 0) {
            return Lifetime.DYNAMIC;
        }
        if (!(object instanceof FwpmFilter filter)) {
            return Lifetime.PERSISTENT;
        }
        if (filter.flags().contains(FilterFlag.BOOTTIME)) {
            return Lifetime.BOOT_TIME;
        }
        return filter.isPersistent() ? Lifetime.PERSISTENT : Lifetime.STATIC;
    }

    private static FwpmSublayer sublayer(Sublayer sublayer) {
        ObjectHeader header =
                new ObjectHeader(sublayer.subLayerKey(), sublayer.name(), null, sublayer.providerKey(), null);
        return new FwpmSublayer(header, Set.of(), sublayer.weight());
    }

    /** A document does not say which callouts take provider contexts; a filter of it may have given any of them one. */
    private static FwpmCallout callout(CalloutObject callout) {
        ObjectHeader header = new ObjectHeader(callout.calloutKey(), callout.name(), null, callout.providerKey(), null);
        List<String> layers =
                callout.applicableLayers().stream().map(Layer::key).toList();
        return new FwpmCallout(header, Set.of(ObjectFlag.USES_PROVIDER_CONTEXT), layers, Set.of(), callout.inert());
    }

    private static FwpmProviderContext context(ProviderContext context) {
        ObjectHeader header =
                new ObjectHeader(context.providerContextKey(), context.name(), null, context.providerKey(), null);
        ProviderContextType type = ProviderContextType.byKey(context.type()).orElseThrow();
        return new FwpmProviderContext(header, Set.of(), type, context.data());
    }

    private static FwpmFilter filter(Filter filter) {
        return new FwpmFilter(
                new ObjectHeader(filter.filterKey(), filter.name(), null, filter.providerKey(), null),
                filter.flags(),
                filter.layer().key(),
                filter.subLayerKey(),
                new ConditionValue.Number(DataType.FWP_UINT64, filter.effectiveWeight()),
                filter.conditions(),
                ActionType.of(filter.action()),
                filter.action().callout(),
                filter.rawContext(),
                filter.providerContextKey());
    }
}
