// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.util.Map;

/**
 * Configuration of a callout (spec 1.11).
 *
 * @param providerContextKey name or GUID
 * @param type {@code FWPM_GENERAL_CONTEXT} and kin
 * @param data maps, lists, strings, numbers and booleans, as the document gives them
 * @param name display name
 * @param providerKey who made it, or null
 */
public record ProviderContext(
        String providerContextKey, String type, Map<String, Object> data, String name, String providerKey) {
    /** A context that is called by its key and nobody's in particular. */
    public ProviderContext(String providerContextKey, String type, Map<String, Object> data) {
        this(providerContextKey, type, data, providerContextKey, null);
    }
}
