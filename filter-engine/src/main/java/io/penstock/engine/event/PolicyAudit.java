// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The audit events of a policy that comes into force (spec 8.4): what was there at the first activation, and afterwards what two policies differ in. An
 * object that changed was removed and added. Pure; any thread.
 */
public final class PolicyAudit {
    /** From an event of a start to that of a change. */
    private static final int CHANGE = 6;

    private final Policy policy;

    private PolicyAudit(Policy policy) {
        this.policy = policy;
    }

    /** A kind of object with its event at the start; callouts come first there, so that ids rise. */
    private record Kind<T>(
            int startId,
            Function<Policy, List<T>> objects,
            Function<T, String> key,
            Function<PolicyAudit, Function<T, Map<String, String>>> fields) {

        List<PolicyAuditEvent> present(Policy policy) {
            return objects.apply(policy).stream()
                    .map(object -> event(startId, policy, object, Map.of()))
                    .toList();
        }

        /** Objects of one policy that the other has not, or not so. */
        List<PolicyAuditEvent> missing(Policy policy, Policy in, String change) {
            Map<String, T> others = new LinkedHashMap<>();
            objects.apply(in).forEach(object -> others.put(key.apply(object), object));
            return objects.apply(policy).stream()
                    .filter(object -> !object.equals(others.get(key.apply(object))))
                    .map(object -> event(startId + CHANGE, policy, object, Map.of("ChangeType", change)))
                    .toList();
        }

        private PolicyAuditEvent event(int id, Policy policy, T object, Map<String, String> before) {
            Map<String, String> all = new LinkedHashMap<>(before);
            all.putAll(fields.apply(new PolicyAudit(policy)).apply(object));
            return new PolicyAuditEvent(id, all);
        }
    }

    private static final Kind<CalloutObject> CALLOUTS =
            new Kind<>(5440, Policy::callouts, CalloutObject::calloutKey, audit -> audit::callout);
    private static final Kind<Filter> FILTERS =
            new Kind<>(5441, Policy::filters, Filter::filterKey, audit -> audit::filter);
    private static final Kind<Provider> PROVIDERS =
            new Kind<>(5442, Policy::providers, Provider::providerKey, audit -> audit::provider);
    private static final Kind<ProviderContext> CONTEXTS =
            new Kind<>(5443, Policy::providerContexts, ProviderContext::providerContextKey, audit -> audit::context);
    private static final Kind<Sublayer> SUBLAYERS =
            new Kind<>(5444, Policy::sublayers, Sublayer::subLayerKey, audit -> audit::sublayer);
    /** What is referred to comes before what refers to it. */
    private static final List<Kind<?>> KINDS = List.of(PROVIDERS, SUBLAYERS, CONTEXTS, CALLOUTS, FILTERS);

    /** Events 5440 to 5444: the objects that were there when the engine started. */
    public static List<PolicyAuditEvent> atStart(Policy policy) {
        return KINDS.stream().flatMap(kind -> kind.present(policy).stream()).toList();
    }

    /** Events 5446 to 5450: what was removed, referring objects first, then what was added. */
    public static List<PolicyAuditEvent> changed(Policy before, Policy after) {
        List<PolicyAuditEvent> events = new ArrayList<>();
        KINDS.reversed().forEach(kind -> events.addAll(kind.missing(before, after, "Delete")));
        KINDS.forEach(kind -> events.addAll(kind.missing(after, before, "Add")));
        return List.copyOf(events);
    }

    private Map<String, String> provider(Provider provider) {
        return fields("ProviderKey", provider.providerKey(), "ProviderName", provider.name());
    }

    private Map<String, String> sublayer(Sublayer sublayer) {
        return fields(
                "SubLayerKey",
                sublayer.subLayerKey(),
                "SubLayerName",
                sublayer.name(),
                "Weight",
                Integer.toString(sublayer.weight()));
    }

    private Map<String, String> context(ProviderContext context) {
        return fields("ProviderContextKey", context.providerContextKey(), "ProviderContextType", context.type());
    }

    private Map<String, String> callout(CalloutObject callout) {
        return fields("CalloutKey", callout.calloutKey(), "CalloutName", callout.name());
    }

    private Map<String, String> filter(Filter filter) {
        Map<String, String> fields = fields(
                "FilterKey",
                filter.filterKey(),
                "FilterName",
                filter.name(),
                "FilterId",
                Long.toString(filter.filterId()),
                "LayerKey",
                filter.layer().key(),
                "LayerId",
                Integer.toString(filter.layer().layerId()),
                "SubLayerKey",
                filter.subLayerKey(),
                "Weight",
                Long.toUnsignedString(filter.effectiveWeight()),
                "Conditions",
                Integer.toString(filter.conditions().size()),
                "Action",
                filter.action().key());
        String callout = filter.action().callout();
        if (callout != null) {
            fields.put("CalloutKey", callout);
            policy.callout(callout).ifPresent(object -> fields.put("CalloutName", object.name()));
        }
        return fields;
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
