// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.diff;

import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.diff.FilterDifference.Added;
import io.penstock.engine.policy.diff.FilterDifference.Changed;
import io.penstock.engine.policy.diff.FilterDifference.Removed;
import io.penstock.engine.policy.diff.FilterDifference.Reweighted;
import io.penstock.engine.policy.diff.ProviderChanges.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changed from one policy to another.
 *
 * @param providers the providers of whose filters something changed, and those that came or went, by key; nobody's filters first
 * @param sublayers changed: of another weight
 * @param callouts changed: for other layers, or inert in one policy alone although their machines do not differ in it
 * @param contexts changed: of another type or with other data
 * @param unregistered callouts whose code ran on the earlier policy's machine and does not on the later's: their filters block now, or permit where they
 *     say so (spec 4.6)
 * @param registered the other way round
 * @param hardPermits hard permits of the later policy that override blocks which they did not override before
 * @param settingsChanged whether the settings differ
 */
public record PolicyDiff(
        List<ProviderChanges> providers,
        ObjectChanges<Sublayer> sublayers,
        ObjectChanges<CalloutObject> callouts,
        ObjectChanges<ProviderContext> contexts,
        Set<String> unregistered,
        Set<String> registered,
        List<HardPermit> hardPermits,
        boolean settingsChanged) {

    /**
     * A policy, and what is known of the machine it is from.
     *
     * @param unregistered keys of its callouts that had no code there
     */
    public record Side(Policy policy, Set<String> unregistered) {}

    /** Compares two policies. */
    public static PolicyDiff between(Side before, Side now) {
        Policy old = before.policy();
        Policy fresh = now.policy();
        FilterMatching matching = new FilterMatching(old, fresh);
        Set<String> unregistered = gone(before, now);
        Set<String> registered = gone(now, before);
        return new PolicyDiff(
                providers(old, fresh, matching),
                ObjectChanges.between(
                        old.sublayers(), fresh.sublayers(), Sublayer::subLayerKey, (a, b) -> a.weight() == b.weight()),
                ObjectChanges.between(
                        old.callouts(),
                        fresh.callouts(),
                        CalloutObject::calloutKey,
                        (a, b) -> a.applicableLayers().equals(b.applicableLayers())
                                && (a.inert() == b.inert()
                                        || unregistered.contains(b.calloutKey())
                                        || registered.contains(b.calloutKey()))),
                ObjectChanges.between(
                        old.providerContexts(),
                        fresh.providerContexts(),
                        ProviderContext::providerContextKey,
                        (a, b) -> a.type().equals(b.type()) && a.data().equals(b.data())),
                unregistered,
                registered,
                HardPermit.fresh(old, fresh, matching),
                !old.settings().equals(fresh.settings()));
    }

    /** Whether the policies are alike in all that is compared. */
    public boolean isEmpty() {
        return providers.isEmpty()
                && sublayers.isEmpty()
                && callouts.isEmpty()
                && contexts.isEmpty()
                && unregistered.isEmpty()
                && registered.isEmpty()
                && !settingsChanged;
    }

    /** Callouts with code on the one side and without on the other, which both list. */
    private static Set<String> gone(Side from, Side to) {
        Set<String> gone = new TreeSet<>(to.unregistered());
        gone.removeAll(from.unregistered());
        gone.removeIf(key -> from.policy().callouts().stream()
                .noneMatch(callout -> callout.calloutKey().equals(key)));
        return gone;
    }

    private static List<ProviderChanges> providers(Policy old, Policy now, FilterMatching matching) {
        Map<String, List<FilterDifference>> differences = new HashMap<>();
        Map<String, Integer> remade = new HashMap<>();
        matching.added().forEach(filter -> add(differences, new Added(filter)));
        matching.removed().forEach(filter -> add(differences, new Removed(filter)));
        for (Filter filter : now.filters()) {
            Filter earlier = matching.earlier(filter);
            if (earlier == null) {
                continue;
            }
            boolean sameKey = earlier.filterKey().equals(filter.filterKey());
            List<String> members = sameKey ? FilterDifference.members(earlier, filter) : List.of();
            boolean reweighted = earlier.effectiveWeight() != filter.effectiveWeight() && members.size() <= 1;
            if (reweighted) {
                add(differences, new Reweighted(earlier, filter));
            } else if (!members.isEmpty()) {
                add(differences, new Changed(earlier, filter, members));
            } else if (!sameKey) {
                remade.merge(key(filter), 1, Integer::sum);
            }
        }
        return grouped(old, now, differences, remade);
    }

    private static void add(Map<String, List<FilterDifference>> differences, FilterDifference difference) {
        differences
                .computeIfAbsent(key(difference.filter()), p -> new ArrayList<>())
                .add(difference);
    }

    private static String key(Filter filter) {
        return filter.providerKey() == null ? "" : filter.providerKey();
    }

    private static List<ProviderChanges> grouped(
            Policy old, Policy now, Map<String, List<FilterDifference>> differences, Map<String, Integer> remade) {
        Map<String, Provider> before = byKey(old);
        Map<String, Provider> after = byKey(now);
        Set<String> keys = new TreeSet<>(differences.keySet());
        keys.addAll(remade.keySet());
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(keys::add);
        after.keySet().stream().filter(key -> !before.containsKey(key)).forEach(keys::add);
        List<ProviderChanges> changes = new ArrayList<>();
        for (String key : keys) {
            Provider provider = after.getOrDefault(key, before.get(key));
            boolean both = key.isEmpty() || before.containsKey(key) && after.containsKey(key);
            Standing standing = both ? Standing.BOTH : after.containsKey(key) ? Standing.ADDED : Standing.REMOVED;
            changes.add(new ProviderChanges(
                    key.isEmpty() ? null : key,
                    provider == null ? "" : provider.name(),
                    standing,
                    differences.getOrDefault(key, List.of()),
                    remade.getOrDefault(key, 0)));
        }
        return List.copyOf(changes);
    }

    private static Map<String, Provider> byKey(Policy policy) {
        Map<String, Provider> providers = new HashMap<>();
        policy.providers().forEach(provider -> providers.put(provider.providerKey(), provider));
        return providers;
    }
}
