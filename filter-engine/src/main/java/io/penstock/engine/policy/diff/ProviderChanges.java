// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.diff;

import java.util.List;

/**
 * What changed of one provider's filters (spec 1.1, ARCHITECTURE 5).
 *
 * @param providerKey the provider's key, null for filters that are nobody's
 * @param name its display name, empty for filters that are nobody's
 * @param standing whether both policies have it
 * @param differences added, removed, reweighted and changed filters, each of these by filter id
 * @param remade how many filters have a new key and are otherwise as they were
 */
public record ProviderChanges(
        String providerKey, String name, Standing standing, List<FilterDifference> differences, int remade) {
    /** Which of two policies have a provider. */
    public enum Standing {
        BOTH,
        ADDED,
        REMOVED
    }

    public ProviderChanges {
        differences = List.copyOf(differences);
    }
}
