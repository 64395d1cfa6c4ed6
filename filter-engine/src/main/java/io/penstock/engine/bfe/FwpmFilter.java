// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.ObjectKey;
import io.penstock.engine.spec.ObjectKind;
import java.util.List;
import java.util.Set;

/**
 * A filter as a caller adds it (spec 1.8); its id and effective weight are assigned.
 *
 * @param header key, display data, provider
 * @param flags flags
 * @param layerKey key or GUID of its layer
 * @param subLayerKey its sublayer; null: the layer's default, UNIVERSAL
 * @param weight FWP_UINT64, FWP_UINT8 of 0 to 15, or FWP_EMPTY (spec 1.9)
 * @param conditions none: always matches
 * @param action what it does
 * @param calloutKey callout of its action, or null
 * @param rawContext 64 bits for the callout, 0 where it has a provider context
 * @param providerContextKey provider context, or null; the flag HAS_PROVIDER_CONTEXT says which of the two counts
 */
public record FwpmFilter(
        ObjectHeader header,
        Set<FilterFlag> flags,
        String layerKey,
        String subLayerKey,
        ConditionValue weight,
        List<Condition> conditions,
        ActionType action,
        String calloutKey,
        long rawContext,
        String providerContextKey)
        implements FwpmObject {
    public FwpmFilter {
        flags = Set.copyOf(flags);
        layerKey = normal(layerKey);
        subLayerKey = ObjectKey.isAbsent(subLayerKey) ? Sublayer.UNIVERSAL : ObjectKey.normal(subLayerKey);
        conditions = List.copyOf(conditions);
        calloutKey = normal(calloutKey);
        providerContextKey = normal(providerContextKey);
    }

    /** A filter of the default sublayer with automatic weight that always matches, to be told more of. */
    public static Builder at(String layerKey, String key) {
        return new Builder(layerKey, ObjectHeader.of(key));
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.FILTER;
    }

    @Override
    public FwpmFilter withHeader(ObjectHeader other) {
        return new FwpmFilter(
                other,
                flags,
                layerKey,
                subLayerKey,
                weight,
                conditions,
                action,
                calloutKey,
                rawContext,
                providerContextKey);
    }

    @Override
    public boolean isPersistent() {
        return flags.contains(FilterFlag.PERSISTENT);
    }

    private static String normal(String key) {
        return ObjectKey.isAbsent(key) ? null : ObjectKey.normal(key);
    }

    /** Makes a filter member by member. One thread. */
    public static final class Builder {
        private final String layerKey;
        private ObjectHeader header;
        private Set<FilterFlag> flags = Set.of();
        private String subLayerKey;
        private ConditionValue weight = new ConditionValue.Empty();
        private List<Condition> conditions = List.of();
        private long rawContext;
        private String providerContextKey;

        private Builder(String layerKey, ObjectHeader header) {
            this.layerKey = layerKey;
            this.header = header;
        }

        public Builder header(ObjectHeader value) {
            header = value;
            return this;
        }

        public Builder flags(FilterFlag... values) {
            flags = Set.of(values);
            return this;
        }

        public Builder sublayer(String key) {
            subLayerKey = key;
            return this;
        }

        /** FWP_UINT64, FWP_UINT8 of 0 to 15, or FWP_EMPTY; any other is refused when the filter is added. */
        public Builder weight(ConditionValue value) {
            weight = value;
            return this;
        }

        public Builder conditions(Condition... values) {
            conditions = List.of(values);
            return this;
        }

        /** 64 bits for the callout; excludes a provider context. */
        public Builder rawContext(long value) {
            rawContext = value;
            return this;
        }

        /** The provider context; the flag HAS_PROVIDER_CONTEXT must be set besides. */
        public Builder providerContext(String key) {
            providerContextKey = key;
            return this;
        }

        public FwpmFilter permit() {
            return action(ActionType.PERMIT, null);
        }

        public FwpmFilter block() {
            return action(ActionType.BLOCK, null);
        }

        /** The filter with this action; whether a filter may have it, and the callout with it, is told when it is added. */
        public FwpmFilter action(ActionType action, String calloutKey) {
            return new FwpmFilter(
                    header,
                    flags,
                    layerKey,
                    subLayerKey,
                    weight,
                    conditions,
                    action,
                    calloutKey,
                    rawContext,
                    providerContextKey);
        }
    }
}
