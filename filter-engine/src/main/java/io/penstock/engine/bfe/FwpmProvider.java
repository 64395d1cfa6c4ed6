// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKind;
import java.util.Set;

/**
 * Who makes objects; for management only (spec 1.1).
 *
 * @param header key and display data
 * @param flags PERSISTENT or nothing
 * @param serviceName the Windows service behind it, or null
 */
public record FwpmProvider(ObjectHeader header, Set<ObjectFlag> flags, String serviceName) implements FwpmObject {
    public FwpmProvider {
        flags = Set.copyOf(flags);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.PROVIDER;
    }

    @Override
    public FwpmProvider withHeader(ObjectHeader other) {
        return new FwpmProvider(other, flags, serviceName);
    }

    @Override
    public boolean isPersistent() {
        return flags.contains(ObjectFlag.PERSISTENT);
    }
}
