// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/**
 * A group of filters (spec 1.7).
 *
 * @param subLayerKey name or GUID
 * @param weight 0 to 65535; heavier sublayers are asked first
 * @param order number in the order of creation, 0 and up, older first; breaks ties of weight (R-TIE)
 * @param name display name
 * @param providerKey who made it, or null
 */
public record Sublayer(String subLayerKey, int weight, int order, String name, String providerKey) {
    /** The default of every layer: where filters are that name no sublayer. */
    public static final String UNIVERSAL = "FWPM_SUBLAYER_UNIVERSAL";
    /** The lowest, for inspection filters alone. */
    public static final String INSPECTION = "FWPM_SUBLAYER_INSPECTION";

    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException if it is outside 0..65535
     */
    public Sublayer {
        if (weight < 0 || weight > 0xFFFF) {
            throw new IllegalArgumentException(
                    "weight " + weight + " of sublayer " + subLayerKey + " is outside 0..65535");
        }
    }

    /** A sublayer that is called by its key and nobody's in particular. */
    public Sublayer(String subLayerKey, int weight, int order) {
        this(subLayerKey, weight, order, subLayerKey, null);
    }
}
