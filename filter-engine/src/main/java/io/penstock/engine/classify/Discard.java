// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/**
 * One item dropped at one discard point (spec 8.2).
 *
 * @param layer where it was dropped
 * @param subLayerKey sublayer of the deciding filter
 * @param filterKey deciding filter
 * @param calloutKey the callout it names, or null
 * @param detail Penstock's reason; {@link DiscardReason#FIREWALL_POLICY} alone where there is none closer
 * @param visit number of the visit, which makes the record's id unique
 * @param packets 1, or 0 where bytes of a stream were dropped
 * @param bytes from the layer's data offset on
 * @param wireBytes length of the packet on the wire
 * @param reactionSuppressed whether a filter at the discard layer blocked, which stops the stack's answer
 */
public record Discard(
        Layer layer,
        String subLayerKey,
        String filterKey,
        String calloutKey,
        DiscardReason detail,
        int visit,
        int packets,
        long bytes,
        long wireBytes,
        boolean reactionSuppressed) {}
