// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.util.List;

/**
 * A callout as the policy knows it, {@code FWPM_CALLOUT} (spec 1.10).
 *
 * @param calloutKey name or GUID that filters and code refer to
 * @param name display name
 * @param applicableLayers layers whose filters may use it; empty: any
 * @param inert whether it has no code here and its filters are skipped, the verdict marked uncertain (spec 4.6)
 * @param providerKey who made it, or null
 */
public record CalloutObject(
        String calloutKey, String name, List<Layer> applicableLayers, boolean inert, String providerKey) {
    public CalloutObject {
        applicableLayers = List.copyOf(applicableLayers);
    }

    /** A callout that is nobody's in particular. */
    public CalloutObject(String calloutKey, String name, List<Layer> applicableLayers, boolean inert) {
        this(calloutKey, name, applicableLayers, inert, null);
    }
}
