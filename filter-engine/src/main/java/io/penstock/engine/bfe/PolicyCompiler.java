// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Turns stored objects into the policy that classification runs. Whatever could be wrong with them was refused when they were added. */
final class PolicyCompiler {
    private PolicyCompiler() {}

    static Policy compile(PolicySettings settings, ObjectStore objects) {
        return Policy.of(
                settings,
                all(objects, ObjectKind.PROVIDER, PolicyCompiler::provider),
                sublayers(objects),
                all(objects, ObjectKind.CALLOUT, PolicyCompiler::callout),
                all(objects, ObjectKind.PROVIDER_CONTEXT, PolicyCompiler::context),
                all(objects, ObjectKind.FILTER, stored -> filter(stored, objects)));
    }

    /** The filter as classification and callouts know it. */
    static Filter filter(StoredObject stored, ObjectStore objects) {
        FwpmFilter filter = (FwpmFilter) stored.object();
        Set<FilterFlag> flags = EnumSet.noneOf(FilterFlag.class);
        flags.addAll(filter.flags());
        if (stored.disabled()) {
            flags.add(FilterFlag.DISABLED);
        }
        return new Filter(
                stored.luid(),
                stored.key(),
                filter.header().name(),
                Layer.byKey(filter.layerKey()).orElseThrow(),
                objects.get(ObjectKind.SUBLAYER, filter.subLayerKey()).key(),
                stored.effectiveWeight(),
                filter.conditions(),
                filter.action().action(filter.calloutKey()).orElseThrow(),
                flags,
                filter.providerContextKey(),
                stored.providerKey(),
                filter.rawContext());
    }

    private static <T> List<T> all(ObjectStore objects, ObjectKind kind, Function<StoredObject, T> compiled) {
        return objects.all(kind).stream().map(compiled).toList();
    }

    private static Provider provider(StoredObject stored) {
        FwpmProvider provider = (FwpmProvider) stored.object();
        return new Provider(stored.key(), provider.header().name(), provider.serviceName());
    }

    /** The added ones by age; every policy has the built-in ones. */
    private static List<Sublayer> sublayers(ObjectStore objects) {
        List<Sublayer> sublayers = new ArrayList<>();
        int order = 0;
        for (StoredObject stored : objects.all(ObjectKind.SUBLAYER)) {
            if (stored.lifetime() != Lifetime.BUILT_IN) {
                FwpmSublayer sublayer = (FwpmSublayer) stored.object();
                String name = sublayer.header().name();
                sublayers.add(new Sublayer(stored.key(), sublayer.weight(), order, name, stored.providerKey()));
            }
            order++;
        }
        return sublayers;
    }

    private static CalloutObject callout(StoredObject stored) {
        FwpmCallout callout = (FwpmCallout) stored.object();
        List<Layer> layers = callout.applicableLayers().stream()
                .map(key -> Layer.byKey(key).orElseThrow())
                .toList();
        return new CalloutObject(stored.key(), callout.header().name(), layers, callout.inert(), stored.providerKey());
    }

    private static ProviderContext context(StoredObject stored) {
        FwpmProviderContext context = (FwpmProviderContext) stored.object();
        return new ProviderContext(
                stored.key(),
                context.type().key(),
                context.data(),
                context.header().name(),
                stored.providerKey());
    }
}
