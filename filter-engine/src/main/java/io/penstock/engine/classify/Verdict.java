// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/**
 * The published fate of a packet and the visit that decided it (ARCHITECTURE §9, "One line per packet"). Immutable and shared by all packets that
 * end alike.
 *
 * @param fate what befell it
 * @param layer layer of the deciding visit, null where nothing decided
 * @param subLayerKey sublayer of the deciding filter, or null
 * @param filterKey deciding filter, or null
 * @param calloutKey the callout that the deciding filter names, or null
 * @param detail Penstock's reason for a block, {@link DiscardReason#FIREWALL_POLICY} where there is no closer one; for what a callout absorbed
 *     {@link DiscardReason#INSPECTION_ABSORB} (spec 5.4 A8), which is told nobody; null for other fates
 * @param malformed for a malformed packet what is wrong and at which byte, else null
 * @param terminating whether the deciding filter's action is permit, block or terminating callout
 * @param uncertain whether an inert filter matched on the way (spec 4.6)
 * @param policyVersion content hash of the policy, 64 hex digits
 * @param revision number of its activation
 */
public record Verdict(
        Fate fate,
        Layer layer,
        String subLayerKey,
        String filterKey,
        String calloutKey,
        DiscardReason detail,
        String malformed,
        boolean terminating,
        boolean uncertain,
        String policyVersion,
        long revision) {

    /** As a verdict line spells it: the PENSTOCK reason if there is one, else WFP's, or what is malformed; null for permits and absorbs. */
    public String reason() {
        return detail == null || fate == Fate.ABSORB ? malformed : detail.key();
    }
}
