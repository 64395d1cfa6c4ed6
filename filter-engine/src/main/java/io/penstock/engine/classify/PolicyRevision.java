// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.CompiledFilter;
import io.penstock.engine.policy.CompiledLayer;
import io.penstock.engine.policy.CompiledSublayer;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy as it was activated: what an item is classified under from its arrival to its fate (spec 1.4). Holds, beside the policy, what the
 * evaluation wants at hand: filters by layer and sublayer in order, and the verdicts they can give. One thread.
 */
public final class PolicyRevision {
    private static final RuntimeFilter[][] NO_FILTERS = new RuntimeFilter[0][];

    private final Policy policy;
    private final long revision;
    private final RuntimeFilter[][][] layers;
    private final Map<String, RuntimeFilter> byKey = new HashMap<>();
    private final Map<Layer, List<String>> calloutFilters = new HashMap<>();
    private final Verdict passed;
    private final Verdict passedUncertain;

    /**
     * Readies a policy for items.
     *
     * @param policy what is in force
     * @param revision number of the activation, from 1; 0 for what is in force before the first
     */
    public PolicyRevision(Policy policy, long revision) {
        this.policy = policy;
        this.revision = revision;
        layers = new RuntimeFilter[Layer.all().size()][][];
        for (Layer layer : Layer.all()) {
            layers[layer.ordinal()] = filters(policy.compiled(layer));
        }
        passed = undecided(false);
        passedUncertain = undecided(true);
    }

    public Policy policy() {
        return policy;
    }

    /** Number of this activation; only rises. 0 before the first. */
    public long revision() {
        return revision;
    }

    boolean hasFilters(Layer layer) {
        return layers[layer.ordinal()].length != 0;
    }

    /** Filters by sublayer, both in the order of R-TIE. */
    RuntimeFilter[][] filters(Layer layer) {
        return layers[layer.ordinal()];
    }

    /** The sublayer that one of {@link #filters} is. */
    Sublayer sublayer(RuntimeFilter[] filters) {
        return policy.sublayer(filters[0].filter().subLayerKey()).orElseThrow();
    }

    /** Keys of a layer's filters that name a callout. */
    List<String> calloutFilterKeys(Layer layer) {
        return calloutFilters.computeIfAbsent(layer, missing -> {
            List<String> keys = new ArrayList<>();
            for (RuntimeFilter[] sublayer : filters(layer)) {
                for (RuntimeFilter filter : sublayer) {
                    if (filter.calloutKey() != null) {
                        keys.add(filter.filter().filterKey());
                    }
                }
            }
            return List.copyOf(keys);
        });
    }

    RuntimeFilter filter(String filterKey) {
        return byKey.get(filterKey);
    }

    /** The verdict of a packet that no filter decided (R-DEFAULT). */
    Verdict passed(boolean uncertain) {
        return uncertain ? passedUncertain : passed;
    }

    /** The verdict of a packet that the stack itself dropped. */
    Verdict dropped(Layer layer, DiscardReason reason, boolean uncertain) {
        return new Verdict(
                Fate.BLOCK, layer, null, null, null, reason, null, false, uncertain, policy.version(), revision);
    }

    /** Equal for layers whose filters are equal: whether a policy change touches a layer (spec 2.6). */
    long digest(Layer layer) {
        return policy.compiled(layer).digest();
    }

    private Verdict undecided(boolean uncertain) {
        return new Verdict(
                Fate.PERMIT, null, null, null, null, null, null, false, uncertain, policy.version(), revision);
    }

    private RuntimeFilter[][] filters(CompiledLayer layer) {
        List<CompiledSublayer> sublayers = layer.sublayers();
        if (sublayers.isEmpty()) {
            return NO_FILTERS;
        }
        RuntimeFilter[][] all = new RuntimeFilter[sublayers.size()][];
        for (int s = 0; s < all.length; s++) {
            List<CompiledFilter> filters = sublayers.get(s).filters();
            all[s] = new RuntimeFilter[filters.size()];
            for (int f = 0; f < all[s].length; f++) {
                all[s][f] = new RuntimeFilter(filters.get(f), policy, revision);
                byKey.put(all[s][f].filter().filterKey(), all[s][f]);
            }
        }
        return all;
    }
}
