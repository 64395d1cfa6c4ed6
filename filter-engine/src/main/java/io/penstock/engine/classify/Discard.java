// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/**
 * One item dropped at one discard point (spec 8.2).
 *
 * @param layer where it was dropped; null where its evaluation failed
 * @param subLayerKey sublayer of the deciding filter, or null
 * @param filterKey deciding filter, null where the stack dropped the item
 * @param filterId its run-time id; 0 where there is none, or the filter is gone
 * @param calloutKey the callout it names, or null
 * @param detail Penstock's reason; {@link DiscardReason#FIREWALL_POLICY} alone where there is none closer
 * @param visit number of the visit, counted on through the item's clones, which makes the record's id unique
 * @param direction {@code PacketRow.OUTBOUND}, {@code INBOUND} or {@code FORWARD}, from the end where it was dropped
 * @param reauthorizeReason REAUTHORIZE_REASON of the visit, 0 where it was none
 * @param packets 1, or 0 where bytes of a stream, an event or a clone were dropped
 * @param bytes bytes from the layer's data offset on (spec 8.2, 4)
 * @param wireBytes bytes that the packet had on the wire; 0 where no packet stands behind it
 * @param suppression the filter that stopped the stack's answer, or null
 */
public record Discard(
        Layer layer,
        String subLayerKey,
        String filterKey,
        long filterId,
        String calloutKey,
        DiscardReason detail,
        int visit,
        int direction,
        int reauthorizeReason,
        int packets,
        long bytes,
        long wireBytes,
        Suppression suppression) {

    /** Whether a filter at the discard layer blocked, which stops the stack's answer and nothing else (spec 8.1). */
    public boolean reactionSuppressed() {
        return suppression != null;
    }

    /**
     * A block at the discard layer: no second discard, but an audit and a net event of its own.
     *
     * @param layer the discard layer
     * @param subLayerKey sublayer of the filter
     * @param filterKey the filter that blocked
     * @param filterId its run-time id
     * @param calloutKey the callout it names, or null
     * @param veto whether it overrode a hard permit
     */
    public record Suppression(
            Layer layer, String subLayerKey, String filterKey, long filterId, String calloutKey, boolean veto) {}
}
