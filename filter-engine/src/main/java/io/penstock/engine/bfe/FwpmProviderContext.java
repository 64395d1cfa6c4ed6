// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.spec.ObjectKind;
import java.util.Map;
import java.util.Set;

/**
 * Configuration of a callout (spec 1.11).
 *
 * @param header key, display data, provider
 * @param flags PERSISTENT or nothing
 * @param type its kind
 * @param data maps, lists, strings, numbers and booleans; not to be changed any more
 */
public record FwpmProviderContext(
        ObjectHeader header, Set<ObjectFlag> flags, ProviderContextType type, Map<String, Object> data)
        implements FwpmObject {
    public FwpmProviderContext {
        flags = Set.copyOf(flags);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.PROVIDER_CONTEXT;
    }

    @Override
    public FwpmProviderContext withHeader(ObjectHeader other) {
        return new FwpmProviderContext(other, flags, type, data);
    }

    @Override
    public boolean isPersistent() {
        return flags.contains(ObjectFlag.PERSISTENT);
    }
}
