// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.Condition;
import java.util.List;
import java.util.Set;

/**
 * A rule of one layer and one sublayer (spec 1.8).
 *
 * @param filterId run-time number, 1 and up, rising in the order of creation; breaks ties of weight (R-TIE)
 * @param filterKey name or GUID; null only where a callout is told of a deletion
 * @param name display name
 * @param layer where it is asked
 * @param subLayerKey sublayer it belongs to
 * @param effectiveWeight unsigned 64 bits; heavier filters are asked first
 * @param conditions all fields must match; none: always matches
 * @param action what it does
 * @param flags flags
 * @param providerContextKey configuration for its callout, or null
 * @param providerKey who made it, or null
 * @param rawContext 64 bits for its callout, 0 for none; a filter has this or a provider context
 */
public record Filter(
        long filterId,
        String filterKey,
        String name,
        Layer layer,
        String subLayerKey,
        long effectiveWeight,
        List<Condition> conditions,
        Action action,
        Set<FilterFlag> flags,
        String providerContextKey,
        String providerKey,
        long rawContext) {
    public Filter {
        conditions = List.copyOf(conditions);
        flags = Set.copyOf(flags);
    }

    /** A filter that is nobody's in particular. */
    public Filter(
            long filterId,
            String filterKey,
            String name,
            Layer layer,
            String subLayerKey,
            long effectiveWeight,
            List<Condition> conditions,
            Action action,
            Set<FilterFlag> flags,
            String providerContextKey) {
        this(
                filterId,
                filterKey,
                name,
                layer,
                subLayerKey,
                effectiveWeight,
                conditions,
                action,
                flags,
                providerContextKey,
                null);
    }

    /** A filter without a context of its own. */
    public Filter(
            long filterId,
            String filterKey,
            String name,
            Layer layer,
            String subLayerKey,
            long effectiveWeight,
            List<Condition> conditions,
            Action action,
            Set<FilterFlag> flags,
            String providerContextKey,
            String providerKey) {
        this(
                filterId,
                filterKey,
                name,
                layer,
                subLayerKey,
                effectiveWeight,
                conditions,
                action,
                flags,
                providerContextKey,
                providerKey,
                0);
    }

    /** The same filter as its callout is told of its deletion: by its number, without its key (spec 5.5). */
    public Filter withoutKey() {
        return new Filter(
                filterId,
                null,
                name,
                layer,
                subLayerKey,
                effectiveWeight,
                conditions,
                action,
                flags,
                providerContextKey,
                providerKey,
                rawContext);
    }

    /** The same filter by another number. */
    public Filter withFilterId(long id) {
        return new Filter(
                id,
                filterKey,
                name,
                layer,
                subLayerKey,
                effectiveWeight,
                conditions,
                action,
                flags,
                providerContextKey,
                providerKey,
                rawContext);
    }

    /** The same filter with 64 bits for its callout. */
    public Filter withRawContext(long value) {
        return new Filter(
                filterId,
                filterKey,
                name,
                layer,
                subLayerKey,
                effectiveWeight,
                conditions,
                action,
                flags,
                providerContextKey,
                providerKey,
                value);
    }

    /** Whether its result is hard, and a block can veto (spec 4.2). */
    public boolean clearsActionRight() {
        return flags.contains(FilterFlag.CLEAR_ACTION_RIGHT);
    }

    /** Whether it permits rather than blocks where its callout is not registered (spec 4.6). */
    public boolean permitsIfCalloutUnregistered() {
        return flags.contains(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED);
    }

    /** Whether it takes part in verdicts: not disabled, not a boot-time filter (spec 1.5). */
    public boolean isEnabled() {
        return !flags.contains(FilterFlag.DISABLED) && !flags.contains(FilterFlag.BOOTTIME);
    }
}
