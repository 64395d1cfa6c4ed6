// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKey;
import io.penstock.engine.spec.ObjectKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A filter template that was found good (spec 1.14): lists what it selects, and says of one filter whether it does. */
final class FilterEnumeration {
    private static final Comparator<StoredObject> HEAVIER_FIRST = Comparator.comparing(
                    StoredObject::effectiveWeight, Long::compareUnsigned)
            .reversed()
            .thenComparingLong(StoredObject::luid);

    private final FilterEnumTemplate template;
    private final Layer layer;
    private final String calloutKey;
    private final boolean prefixIsSuffix;

    private FilterEnumeration(FilterEnumTemplate template, ObjectStore store, boolean prefixIsSuffix) {
        this.template = template;
        this.prefixIsSuffix = prefixIsSuffix;
        ObjectEnumeration.requireProvider(store, ObjectKind.FILTER, template.providerKey());
        layer = template.layerKey() == null ? null : layer(template.layerKey());
        calloutKey = template.calloutKey() == null ? null : ObjectKey.normal(template.calloutKey());
        refuseNeverMatching(store);
        refuseConditions();
    }

    /**
     * Makes ready a template.
     *
     * @param prefixIsSuffix {@code match.prefixIsSuffix}
     * @throws FwpException FWP_E_NEVER_MATCH, or what is wrong with a condition
     */
    static FilterEnumeration of(FilterEnumTemplate template, ObjectStore store, boolean prefixIsSuffix) {
        return new FilterEnumeration(template, store, prefixIsSuffix);
    }

    private static Layer layer(String key) {
        return Layer.byKey(ObjectKey.normal(key)).orElseThrow(() -> neverMatch("no layer '" + key + "'"));
    }

    private void refuseNeverMatching(ObjectStore store) {
        if (calloutKey != null) {
            StoredObject callout = store.get(ObjectKind.CALLOUT, calloutKey);
            never(callout == null, "no callout '" + calloutKey + "'");
            List<String> layers = ((FwpmCallout) callout.object()).applicableLayers();
            boolean applicable = layer == null
                    || layers.isEmpty()
                    || layers.stream().anyMatch(key -> layer(key).equals(layer));
            never(!applicable, "callout '" + calloutKey + "' is not for " + layer);
        }
        boolean best = template.flags().contains(EnumFlag.BEST_TERMINATING_MATCH);
        never(
                Arrays.stream(ActionType.values())
                        .filter(type -> type.action("").isPresent())
                        .filter(type -> calloutKey == null || type.consults())
                        .filter(type -> !best || isTerminating(type))
                        .noneMatch(type -> isMasked(type, template.actionMask())),
                "no action of filters has a bit of the mask 0x" + Integer.toHexString(template.actionMask()));
        never(
                layer != null && !layer.isKernel() && template.flags().contains(EnumFlag.BOOTTIME_ONLY),
                "no boot-time filters at " + layer);
    }

    private void refuseConditions() {
        if (template.conditions().isEmpty()) {
            return;
        }
        if (layer == null) {
            throw new FwpException(
                    FwpError.FWP_E_NULL_POINTER,
                    ObjectKind.FILTER,
                    null,
                    "conditions without the layer of their fields");
        }
        Set<Field> fields = new HashSet<>();
        FwpmFilter named = FwpmFilter.at(layer.key(), "template").permit();
        for (Condition condition : template.conditions()) {
            if (!isSidOfToken(condition)) {
                FilterRules.suits(named, layer, condition);
            }
            if (!fields.add(condition.field())) {
                throw Refusal.of(FwpError.FWP_E_DUPLICATE_CONDITION, named, condition.field() + " stands twice");
            }
        }
    }

    /** Enumerations test tokens with SIDs, filters with security descriptors (spec 3.2). */
    private boolean isSidOfToken(Condition condition) {
        return condition.value().type() == DataType.FWP_SID
                && condition.matchType() == MatchType.EQUAL
                && layer.typeOf(condition.field()).filter(DataType::isToken).isPresent();
    }

    private static void never(boolean holds, String why) {
        if (holds) {
            throw neverMatch(why);
        }
    }

    private static FwpException neverMatch(String why) {
        return new FwpException(FwpError.FWP_E_NEVER_MATCH, ObjectKind.FILTER, null, why);
    }

    private static boolean isTerminating(ActionType type) {
        return (type.value() & ActionType.TERMINATING) != 0;
    }

    private static boolean isMasked(ActionType type, int mask) {
        return mask == -1 || (type.value() & mask) != 0;
    }

    /** The filters of a state, by age unless asked otherwise. */
    List<StoredObject> list(ObjectStore store) {
        Stream<StoredObject> selected = store.all(ObjectKind.FILTER).stream().filter(this::selects);
        if (template.flags().contains(EnumFlag.BEST_TERMINATING_MATCH)) {
            return selected.filter(f -> isTerminating(((FwpmFilter) f.object()).action()))
                    .sorted(HEAVIER_FIRST)
                    .limit(1)
                    .toList();
        }
        return template.flags().contains(EnumFlag.SORTED)
                ? selected.sorted(HEAVIER_FIRST).toList()
                : selected.toList();
    }

    boolean selects(StoredObject stored) {
        FwpmFilter filter = (FwpmFilter) stored.object();
        return isOfWantedLifetime(stored)
                && ObjectEnumeration.isOf(stored, template.providerKey())
                && (layer == null || layer(filter.layerKey()).equals(layer))
                && (calloutKey == null || calloutKey.equals(filter.calloutKey()))
                && isMasked(filter.action(), template.actionMask())
                && ConditionOverlap.selects(
                        layer, filter.conditions(), template.conditions(), template.enumType(), prefixIsSuffix);
    }

    private boolean isOfWantedLifetime(StoredObject stored) {
        Set<EnumFlag> flags = template.flags();
        if (stored.disabled() && !flags.contains(EnumFlag.INCLUDE_DISABLED)) {
            return false;
        }
        boolean bootTime = stored.lifetime() == Lifetime.BOOT_TIME;
        return flags.contains(EnumFlag.BOOTTIME_ONLY)
                ? bootTime
                : !bootTime || flags.contains(EnumFlag.INCLUDE_BOOTTIME);
    }
}
