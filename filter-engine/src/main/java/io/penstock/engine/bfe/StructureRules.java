// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.Refusal.require;

import io.penstock.engine.condition.ConditionRules;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.policy.AutomaticWeight;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.spec.FwpError;
import java.util.EnumSet;
import java.util.Set;

/** What an object must hold by itself, before anything it refers to is looked at (spec 1.13: null, reserved, enumerators, flags, name). */
final class StructureRules {
    private static final Set<ObjectFlag> OF_CALLOUTS =
            EnumSet.of(ObjectFlag.PERSISTENT, ObjectFlag.USES_PROVIDER_CONTEXT);

    private StructureRules() {}

    /**
     * Refuses what is malformed.
     *
     * @param dynamic whether a dynamic session adds it
     */
    static void check(FwpmObject object, boolean dynamic, String securityDescriptor) {
        require(object.header() != null, FwpError.FWP_E_NULL_POINTER, object, "no key and display data");
        switch (object) {
            case FwpmProvider provider -> flags(provider, provider.flags(), EnumSet.of(ObjectFlag.PERSISTENT));
            case FwpmSublayer sublayer -> sublayer(sublayer);
            case FwpmCallout callout -> flags(callout, callout.flags(), OF_CALLOUTS);
            case FwpmProviderContext context -> context(context);
            case FwpmFilter filter -> filter(filter);
        }
        boolean own = object instanceof FwpmFilter filter && filter.flags().contains(FilterFlag.BOOTTIME);
        require(
                !dynamic || !object.isPersistent() && !own,
                FwpError.FWP_E_INVALID_FLAGS,
                object,
                "a dynamic session adds only what ends with it");
        require(
                securityDescriptor == null
                        || ConditionRules.descriptorFault(securityDescriptor).isEmpty(),
                FwpError.ERROR_INVALID_SECURITY_DESCR,
                object,
                "'" + securityDescriptor + "'");
        String name = object.header().name();
        require(name != null && !name.isBlank(), FwpError.FWP_E_NULL_DISPLAY_NAME, object, "");
    }

    private static void flags(FwpmObject object, Set<ObjectFlag> flags, Set<ObjectFlag> allowed) {
        require(allowed.containsAll(flags), FwpError.FWP_E_INVALID_FLAGS, object, flags + ", allowed " + allowed);
    }

    private static void sublayer(FwpmSublayer sublayer) {
        flags(sublayer, sublayer.flags(), EnumSet.of(ObjectFlag.PERSISTENT));
        int weight = sublayer.weight();
        require(
                weight >= 0 && weight <= 0xFFFF,
                FwpError.FWP_E_OUT_OF_BOUNDS,
                sublayer,
                "weight " + weight + ", expected 0..65535");
    }

    private static void context(FwpmProviderContext context) {
        require(context.data() != null, FwpError.FWP_E_NULL_POINTER, context, "no data");
        require(context.type() != null, FwpError.FWP_E_INVALID_ENUMERATOR, context, "no type");
        flags(context, context.flags(), EnumSet.of(ObjectFlag.PERSISTENT));
    }

    private static void filter(FwpmFilter filter) {
        require(filter.layerKey() != null, FwpError.FWP_E_NULL_POINTER, filter, "no layer");
        require(filter.action() != null, FwpError.FWP_E_NULL_POINTER, filter, "no action");
        boolean consults = filter.action().consults();
        require(
                consults || filter.calloutKey() == null,
                FwpError.FWP_E_RESERVED,
                filter,
                filter.action().key() + " with a callout");
        filterFlags(filter);
        weight(filter);
        require(
                filter.action().action(filter.calloutKey()).isPresent(),
                FwpError.FWP_E_INVALID_ACTION_TYPE,
                filter,
                filter.action().key());
    }

    private static void filterFlags(FwpmFilter filter) {
        Set<FilterFlag> flags = filter.flags();
        invalid(!flags.contains(FilterFlag.DISABLED), filter, "DISABLED is read-only");
        invalid(
                !flags.contains(FilterFlag.PERSISTENT) || !flags.contains(FilterFlag.BOOTTIME),
                filter,
                "PERSISTENT and BOOTTIME exclude each other");
        ActionType action = filter.action();
        invalid(
                !flags.contains(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED)
                        || action == ActionType.CALLOUT_TERMINATING
                        || action == ActionType.CALLOUT_UNKNOWN,
                filter,
                "PERMIT_IF_CALLOUT_UNREGISTERED with " + action.key());
        boolean has = flags.contains(FilterFlag.HAS_PROVIDER_CONTEXT);
        invalid(
                has == (filter.providerContextKey() != null),
                filter,
                has ? "HAS_PROVIDER_CONTEXT without one" : "a provider context without HAS_PROVIDER_CONTEXT");
        invalid(!has || filter.rawContext() == 0, filter, "a raw context beside a provider context");
    }

    private static void invalid(boolean holds, FwpmFilter filter, String detail) {
        require(holds, FwpError.FWP_E_INVALID_FLAGS, filter, detail);
    }

    private static void weight(FwpmFilter filter) {
        boolean valid = switch (filter.weight()) {
            case ConditionValue.Empty() -> true;
            case ConditionValue.Number(DataType type, long value) ->
                type == DataType.FWP_UINT64
                        || type == DataType.FWP_UINT8 && value >= 0 && value <= AutomaticWeight.MAX_RANGE;
            case null -> false;
            default -> false;
        };
        require(valid, FwpError.FWP_E_INVALID_WEIGHT, filter, "weight " + filter.weight());
    }
}
