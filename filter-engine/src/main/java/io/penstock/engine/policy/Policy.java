// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.CompiledConditions;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionRules;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A validated policy, compiled per layer (spec 1, ADR 0004). Immutable; any thread. Its version is the hash of what it says (canonical form). */
public final class Policy {
    /** No filters: everything passes. */
    public static final Policy NONE = of(PolicySettings.DEFAULT, List.of(), List.of(), List.of(), List.of());

    private static final Comparator<Sublayer> SUBLAYER_ORDER = Comparator.comparingInt(Sublayer::weight)
            .reversed()
            .thenComparingInt(Sublayer::order)
            .thenComparing(Sublayer::subLayerKey);
    private static final Comparator<Filter> FILTER_ORDER = Comparator.comparing(
                    Filter::effectiveWeight, Long::compareUnsigned)
            .reversed()
            .thenComparingLong(Filter::filterId);

    private final PolicySettings settings;
    private final Map<String, Provider> providers;
    private final Map<String, Sublayer> sublayers;
    private final Map<String, CalloutObject> callouts;
    private final Map<String, ProviderContext> providerContexts;
    private final List<Filter> filters;
    private final CompiledLayer[] compiled = new CompiledLayer[Layer.all().size()];
    private final String version;

    private Policy(
            PolicySettings settings,
            List<Provider> providers,
            List<Sublayer> sublayers,
            List<CalloutObject> callouts,
            List<ProviderContext> providerContexts,
            List<Filter> filters) {
        this.settings = settings;
        this.providers = byKey(ObjectKind.PROVIDER, providers, Provider::providerKey);
        this.sublayers = byKey(ObjectKind.SUBLAYER, sublayers, Sublayer::subLayerKey);
        this.callouts = byKey(ObjectKind.CALLOUT, callouts, CalloutObject::calloutKey);
        this.providerContexts =
                byKey(ObjectKind.PROVIDER_CONTEXT, providerContexts, ProviderContext::providerContextKey);
        this.filters = filters.stream()
                .sorted(Comparator.comparingLong(Filter::filterId))
                .toList();
        byKey(ObjectKind.FILTER, filters, Filter::filterKey);
        refuseNobodys();
        for (Filter filter : filters) {
            refuseDangling(filter);
        }
        compile();
        version = CanonicalForm.version(this);
    }

    /**
     * A policy of these objects, none of which names a provider. Built-in sublayers and callouts need not be listed.
     *
     * @throws FwpException as {@link #of(PolicySettings, List, List, List, List, List)} does
     */
    public static Policy of(
            PolicySettings settings,
            List<Sublayer> sublayers,
            List<CalloutObject> callouts,
            List<ProviderContext> providerContexts,
            List<Filter> filters) {
        return new Policy(settings, List.of(), sublayers, callouts, providerContexts, filters);
    }

    /**
     * A policy of these objects. Built-in sublayers and callouts need not be listed.
     *
     * @throws FwpException if a key is used twice, an object refers to what is not there, or a condition is on a field that its layer lacks
     */
    public static Policy of(
            PolicySettings settings,
            List<Provider> providers,
            List<Sublayer> sublayers,
            List<CalloutObject> callouts,
            List<ProviderContext> providerContexts,
            List<Filter> filters) {
        return new Policy(settings, providers, sublayers, callouts, providerContexts, filters);
    }

    /** SHA-256 of the canonical form, 64 hex digits. */
    public String version() {
        return version;
    }

    public PolicySettings settings() {
        return settings;
    }

    /** Who made the objects; no part of the version, since it changes no verdict. */
    public List<Provider> providers() {
        return List.copyOf(providers.values());
    }

    /** The sublayers that the policy lists; built-in ones with a weight of their own among them. */
    public List<Sublayer> sublayers() {
        return List.copyOf(sublayers.values());
    }

    public List<CalloutObject> callouts() {
        return List.copyOf(callouts.values());
    }

    public List<ProviderContext> providerContexts() {
        return List.copyOf(providerContexts.values());
    }

    /** By filter id. */
    public List<Filter> filters() {
        return filters;
    }

    /** A listed or built-in sublayer. */
    public Optional<Sublayer> sublayer(String subLayerKey) {
        Sublayer listed = sublayers.get(subLayerKey);
        return listed != null ? Optional.of(listed) : BuiltInSublayers.byKey(subLayerKey);
    }

    /** A listed callout, or one of Windows' own. */
    public Optional<CalloutObject> callout(String calloutKey) {
        CalloutObject listed = callouts.get(calloutKey);
        return listed != null ? Optional.of(listed) : BuiltInCallouts.object(calloutKey);
    }

    /** Whether a filter's callout has no code here, so that it is skipped and the verdict is uncertain where it would have matched (spec 4.6). */
    public boolean isInert(Filter filter) {
        String key = filter.action().callout();
        if (key == null) {
            return false;
        }
        CalloutObject listed = callouts.get(key);
        if (listed != null && listed.inert()) {
            return true;
        }
        return BuiltInCallouts.byKey(key)
                .map(builtIn -> builtIn.isInertIn(filter.action()))
                .orElse(false);
    }

    /** Keys of the callouts that filters which take part in verdicts name, each once, in the order of the filters. */
    public List<String> consultedCallouts() {
        return filters.stream()
                .filter(Filter::isEnabled)
                .map(filter -> filter.action().callout())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The callouts that are inert for a filter that takes part in verdicts, each once, in the order of the filters. */
    public List<CalloutObject> inertCallouts() {
        return filters.stream()
                .filter(filter -> filter.isEnabled() && isInert(filter))
                .map(filter -> callout(filter.action().callout()).orElseThrow())
                .distinct()
                .toList();
    }

    public Optional<ProviderContext> providerContext(String providerContextKey) {
        return Optional.ofNullable(providerContexts.get(providerContextKey));
    }

    /** The enabled filters of a layer, ready for evaluation. */
    public CompiledLayer compiled(Layer layer) {
        return compiled[layer.ordinal()];
    }

    private static <T> Map<String, T> byKey(ObjectKind kind, List<T> objects, Function<T, String> key) {
        Map<String, T> byKey = new LinkedHashMap<>();
        for (T object : objects) {
            if (byKey.putIfAbsent(key.apply(object), object) != null) {
                throw new FwpException(FwpError.FWP_E_ALREADY_EXISTS, kind, key.apply(object), "");
            }
        }
        return byKey;
    }

    private void refuseNobodys() {
        sublayers.values().forEach(s -> refuseUnknown(s.providerKey(), ObjectKind.SUBLAYER, s.subLayerKey()));
        callouts.values().forEach(c -> refuseUnknown(c.providerKey(), ObjectKind.CALLOUT, c.calloutKey()));
        providerContexts
                .values()
                .forEach(c -> refuseUnknown(c.providerKey(), ObjectKind.PROVIDER_CONTEXT, c.providerContextKey()));
        filters.forEach(f -> refuseUnknown(f.providerKey(), ObjectKind.FILTER, f.filterKey()));
    }

    private void refuseUnknown(String providerKey, ObjectKind kind, String key) {
        if (providerKey != null && !providers.containsKey(providerKey)) {
            throw new FwpException(FwpError.FWP_E_PROVIDER_NOT_FOUND, kind, key, "no provider '" + providerKey + "'");
        }
    }

    private void refuseDangling(Filter filter) {
        require(
                sublayer(filter.subLayerKey()).isPresent(),
                FwpError.FWP_E_SUBLAYER_NOT_FOUND,
                filter,
                "sublayer",
                filter.subLayerKey());
        String callout = filter.action().callout();
        require(
                callout == null || callout(callout).isPresent(),
                FwpError.FWP_E_CALLOUT_NOT_FOUND,
                filter,
                "callout",
                callout);
        String context = filter.providerContextKey();
        require(
                context == null || providerContexts.containsKey(context),
                FwpError.FWP_E_PROVIDER_CONTEXT_NOT_FOUND,
                filter,
                "provider context",
                context);
        for (Condition condition : filter.conditions()) {
            ConditionRules.fault(filter.layer(), condition).ifPresent(fault -> {
                throw new FwpException(fault.error(), ObjectKind.FILTER, filter.filterKey(), fault.detail());
            });
        }
    }

    private static void require(boolean holds, FwpError error, Filter filter, String what, String name) {
        if (!holds) {
            throw new FwpException(error, ObjectKind.FILTER, filter.filterKey(), what + " '" + name + "'");
        }
    }

    private void compile() {
        Arrays.fill(compiled, CompiledLayer.EMPTY);
        Map<Integer, Map<Sublayer, List<Filter>>> byLayer = new LinkedHashMap<>();
        for (Filter filter : filters) {
            if (filter.isEnabled()) {
                byLayer.computeIfAbsent(filter.layer().ordinal(), l -> new TreeMap<>(SUBLAYER_ORDER))
                        .computeIfAbsent(sublayer(filter.subLayerKey()).orElseThrow(), s -> new ArrayList<>())
                        .add(filter);
            }
        }
        byLayer.forEach((ordinal, ordered) -> compiled[ordinal] = layer(ordered));
    }

    private CompiledLayer layer(Map<Sublayer, List<Filter>> ordered) {
        List<CompiledSublayer> all = new ArrayList<>();
        ordered.forEach((sublayer, members) -> all.add(new CompiledSublayer(
                sublayer,
                members.stream()
                        .sorted(FILTER_ORDER)
                        .map(filter -> new CompiledFilter(
                                filter,
                                CompiledConditions.of(filter.conditions(), filter.layer(), settings.prefixIsSuffix())))
                        .toList())));
        return new CompiledLayer(all, CanonicalForm.digest(this, all));
    }
}
