// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.Refusal.require;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionRules;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.HashSet;
import java.util.Set;

/** How a filter must suit its layer, sublayer, callout and provider context, and its conditions the layer's schema (spec 1.7 to 1.11, 3). */
final class FilterRules {
    private FilterRules() {}

    /**
     * Refuses a filter whose parts do not suit each other; all that it refers to is there.
     *
     * @param strictDuplicates {@code policy.strictDuplicates} (spec 3.4)
     */
    static void check(FwpmFilter filter, ObjectStore store, boolean strictDuplicates) {
        Layer layer = Layer.byKey(filter.layerKey()).orElseThrow();
        StoredObject sublayer = store.get(ObjectKind.SUBLAYER, filter.subLayerKey());
        place(filter, layer, sublayer);
        FwpmCallout callout = filter.calloutKey() == null
                ? null
                : (FwpmCallout)
                        store.get(ObjectKind.CALLOUT, filter.calloutKey()).object();
        if (callout != null) {
            boolean applicable = callout.applicableLayers().isEmpty()
                    || callout.applicableLayers().stream()
                            .anyMatch(key -> Layer.byKey(key).orElseThrow().equals(layer));
            require(
                    applicable,
                    FwpError.FWP_E_INCOMPATIBLE_LAYER,
                    filter,
                    "callout '" + filter.calloutKey() + "' is not for " + layer);
        }
        if (filter.providerContextKey() != null) {
            StoredObject context = store.get(ObjectKind.PROVIDER_CONTEXT, filter.providerContextKey());
            context(filter, layer, callout, ((FwpmProviderContext) context.object()).type());
        }
        for (Condition condition : filter.conditions()) {
            suits(filter, layer, condition);
        }
        if (strictDuplicates) {
            Set<Condition> seen = new HashSet<>();
            filter.conditions()
                    .forEach(condition -> require(
                            seen.add(condition),
                            FwpError.FWP_E_DUPLICATE_CONDITION,
                            filter,
                            condition.field() + " is tested twice alike"));
        }
    }

    /** Refuses {@code filter} if the layer forbids a condition of its. */
    static void suits(FwpmFilter filter, Layer layer, Condition condition) {
        ConditionRules.fault(layer, condition).ifPresent(fault -> {
            throw Refusal.of(fault.error(), filter, fault.detail() + " at " + layer + ", expected " + fault.expected());
        });
    }

    private static void place(FwpmFilter filter, Layer layer, StoredObject sublayer) {
        require(
                layer.isKernel() || !filter.action().consults(),
                FwpError.FWP_E_ACTION_INCOMPATIBLE_WITH_LAYER,
                filter,
                filter.action().key() + " at the user-mode layer " + layer);
        require(
                layer.isKernel() || !filter.flags().contains(FilterFlag.BOOTTIME),
                FwpError.FWP_E_INCOMPATIBLE_LAYER,
                filter,
                "a boot-time filter at the user-mode layer " + layer);
        require(
                !sublayer.key().equals(Sublayer.INSPECTION) || filter.action() == ActionType.CALLOUT_INSPECTION,
                FwpError.FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER,
                filter,
                filter.action().key() + " in " + Sublayer.INSPECTION);
    }

    private static void context(FwpmFilter filter, Layer layer, FwpmCallout callout, ProviderContextType type) {
        require(
                callout == null
                        || callout.contextTypes().isEmpty()
                        || callout.contextTypes().contains(type),
                FwpError.FWP_E_PROVIDER_CONTEXT_MISMATCH,
                filter,
                "callout '" + filter.calloutKey() + "' takes no " + type.key());
        require(type.fits(layer), FwpError.FWP_E_CONTEXT_INCOMPATIBLE_WITH_LAYER, filter, type.key() + " at " + layer);
        require(
                callout == null || callout.flags().contains(ObjectFlag.USES_PROVIDER_CONTEXT),
                FwpError.FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT,
                filter,
                "callout '" + filter.calloutKey() + "' uses no provider context");
    }
}
