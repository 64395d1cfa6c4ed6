// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKind;
import java.util.Set;

/**
 * A group of filters (spec 1.7).
 *
 * @param header key, display data, provider
 * @param flags PERSISTENT or nothing
 * @param weight 0 to 65535, else FWP_E_OUT_OF_BOUNDS when it is added; heavier sublayers are asked first
 */
public record FwpmSublayer(ObjectHeader header, Set<ObjectFlag> flags, int weight) implements FwpmObject {
    public FwpmSublayer {
        flags = Set.copyOf(flags);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.SUBLAYER;
    }

    @Override
    public FwpmSublayer withHeader(ObjectHeader other) {
        return new FwpmSublayer(other, flags, weight);
    }

    @Override
    public boolean isPersistent() {
        return flags.contains(ObjectFlag.PERSISTENT);
    }
}
