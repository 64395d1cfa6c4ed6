// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.spec.ObjectKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What filters refer to when they consult code (spec 1.10); the code itself is registered apart, under the same key.
 *
 * @param header key, display data, provider
 * @param flags PERSISTENT, USES_PROVIDER_CONTEXT
 * @param applicableLayers keys of the layers whose filters may use it; WFP has one, none here means any
 * @param contextTypes kinds of provider context that it takes; none: any
 * @param inert whether it has no code here and its filters are skipped, the verdict marked uncertain (spec 4.6)
 */
public record FwpmCallout(
        ObjectHeader header,
        Set<ObjectFlag> flags,
        List<String> applicableLayers,
        Set<ProviderContextType> contextTypes,
        boolean inert)
        implements FwpmObject {
    public FwpmCallout {
        flags = Set.copyOf(flags);
        applicableLayers = List.copyOf(applicableLayers);
        contextTypes = Set.copyOf(contextTypes);
    }

    /** The same with the flag REGISTERED. */
    FwpmCallout registered() {
        Set<ObjectFlag> all = EnumSet.of(ObjectFlag.REGISTERED);
        all.addAll(flags);
        return new FwpmCallout(header, all, applicableLayers, contextTypes, inert);
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.CALLOUT;
    }

    @Override
    public FwpmCallout withHeader(ObjectHeader other) {
        return new FwpmCallout(other, flags, applicableLayers, contextTypes, inert);
    }

    @Override
    public boolean isPersistent() {
        return flags.contains(ObjectFlag.PERSISTENT);
    }
}
