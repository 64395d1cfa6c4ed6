// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.condition.Condition;
import java.util.List;
import java.util.Set;

/**
 * Which filters an enumeration selects (spec 1.14): those that satisfy all of it.
 *
 * @param providerKey whose; null: anybody's
 * @param layerKey at which layer; null: at any
 * @param enumType how their conditions relate to {@code conditions}
 * @param flags what else is wanted
 * @param conditions at most one per field, with a layer only
 * @param calloutKey which callout they name; null: any or none
 * @param actionMask bits of which their action's value must have one ({@link ActionType#value()}); -1: any action; a
 *     mask that no filter's action has a bit of gives FWP_E_NEVER_MATCH
 */
public record FilterEnumTemplate(
        String providerKey,
        String layerKey,
        EnumType enumType,
        Set<EnumFlag> flags,
        List<Condition> conditions,
        String calloutKey,
        int actionMask) {
    public FilterEnumTemplate {
        flags = Set.copyOf(flags);
        conditions = List.copyOf(conditions);
    }

    /** All filters that are in force, by age. */
    public static FilterEnumTemplate all() {
        return new FilterEnumTemplate(null, null, EnumType.OVERLAPPING, Set.of(), List.of(), null, -1);
    }

    /** The same of one provider; null: of anybody. */
    public FilterEnumTemplate provider(String key) {
        return new FilterEnumTemplate(key, layerKey, enumType, flags, conditions, calloutKey, actionMask);
    }

    /** The same at one layer; null: at any. */
    public FilterEnumTemplate layer(String key) {
        return new FilterEnumTemplate(providerKey, key, enumType, flags, conditions, calloutKey, actionMask);
    }

    /** The same with conditions, at most one per field; the enumeration refuses them without a layer. */
    public FilterEnumTemplate conditions(EnumType type, Condition... all) {
        return new FilterEnumTemplate(providerKey, layerKey, type, flags, List.of(all), calloutKey, actionMask);
    }

    /** The same that name one callout; null: any or none. */
    public FilterEnumTemplate callout(String key) {
        return new FilterEnumTemplate(providerKey, layerKey, enumType, flags, conditions, key, actionMask);
    }

    /** The same whose action has one of these bits; -1: any action. */
    public FilterEnumTemplate actionMask(int mask) {
        return new FilterEnumTemplate(providerKey, layerKey, enumType, flags, conditions, calloutKey, mask);
    }

    /** The same with these flags and no others. */
    public FilterEnumTemplate flags(EnumFlag... all) {
        return new FilterEnumTemplate(providerKey, layerKey, enumType, Set.of(all), conditions, calloutKey, actionMask);
    }
}
