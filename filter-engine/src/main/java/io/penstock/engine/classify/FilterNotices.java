// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells callouts which filters that name them come and go with an activation (spec 5.5). That is after the commit, so no answer cancels anything. A
 * callout hears of what changes while it is registered: not of filters that stood before, but of their end. One thread.
 */
final class FilterNotices {
    private final CalloutRegistry registry;
    private final EngineListener listener;

    FilterNotices(CalloutRegistry registry, EngineListener listener) {
        this.registry = registry;
        this.listener = listener;
    }

    /**
     * A filter that comes or goes.
     *
     * @param added false: deleted
     */
    record Notice(Filter filter, boolean added) {}

    /** What a switch deletes and adds of filters that name callouts, each in the order of its policy, deletes first. A changed filter is both. */
    static List<Notice> between(Policy before, Policy now) {
        Map<String, Filter> old = naming(before);
        Map<String, Filter> fresh = naming(now);
        List<Notice> notices = new ArrayList<>();
        for (Filter filter : old.values()) {
            if (!isSame(filter, fresh.get(filter.filterKey()))) {
                notices.add(new Notice(filter, false));
            }
        }
        for (Filter filter : fresh.values()) {
            if (!isSame(filter, old.get(filter.filterKey()))) {
                notices.add(new Notice(filter, true));
            }
        }
        return notices;
    }

    private static Map<String, Filter> naming(Policy policy) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        for (Filter filter : policy.filters()) {
            if (filter.action().callout() != null) {
                filters.put(filter.filterKey(), filter);
            }
        }
        return filters;
    }

    /** Run-time numbers are assigned anew with each revision and make no other filter. */
    private static boolean isSame(Filter one, Filter other) {
        return other != null
                && one.layer() == other.layer()
                && one.subLayerKey().equals(other.subLayerKey())
                && one.effectiveWeight() == other.effectiveWeight()
                && one.conditions().equals(other.conditions())
                && one.action().equals(other.action())
                && one.flags().equals(other.flags())
                && Objects.equals(one.providerContextKey(), other.providerContextKey());
    }

    /** Tells the callouts whose code is here. */
    void activated(Policy before, Policy now) {
        for (Notice notice : between(before, now)) {
            CalloutRegistration registration =
                    registry.find(notice.filter.action().callout());
            if (registration != null && registration.code() != null) {
                tell(registration, notice);
            }
        }
    }

    /** A filter is deleted whatever its callout says to that. */
    private void tell(CalloutRegistration registration, Notice notice) {
        boolean accepted;
        try {
            accepted = registration.code().notify(notice.filter, notice.added);
        } catch (RuntimeException e) {
            accepted = false;
        }
        if (!accepted && notice.added) {
            listener.contractError(null, notice.filter.layer(), registration.key(), ContractError.NOTIFICATION_REFUSED);
        }
    }
}
