// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ClassifyIn.DiscardMetadata;
import io.penstock.engine.classify.Discard.Suppression;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/** Reports what was dropped, once each, and shows it to the discard twin of its layer before (spec 8.1). One thread. */
final class DiscardDesk {
    private final VisitDesk visits;
    private final EngineListener listener;
    private final Arbitration atTwin = new Arbitration();

    DiscardDesk(VisitDesk visits, EngineListener listener) {
        this.visits = visits;
        this.listener = listener;
    }

    /** A filter has blocked the item at this visit. */
    void blocked(
            Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter, DiscardReason detail, int packets) {
        Suppression suppression = indicate(item, walk, visit, layer, filter, detail);
        long bytes = walk.packetless ? 0 : DataOffsets.bytes(item.upperAt(visit), layer, walk.outbound);
        tell(item, walk, visit, layer, filter, detail, walk.outbound, packets, bytes, suppression);
    }

    /** A filter has removed bytes of a stream: no packet (spec 8.2). */
    void removed(
            Item item,
            Walk walk,
            Layer layer,
            RuntimeFilter filter,
            DiscardReason detail,
            boolean outbound,
            long bytes) {
        Suppression suppression = indicate(item, walk, Visit.STREAM, layer, filter, detail);
        tell(item, walk, Visit.STREAM, layer, filter, detail, outbound, 0, bytes, suppression);
    }

    /** The stack itself has dropped the item, for a reason of its own. */
    void dropped(Item item, Walk walk, Visit visit, Layer layer, DiscardReason reason) {
        Suppression suppression = indicate(item, walk, visit, layer, null, reason);
        long bytes = walk.packetless ? 0 : DataOffsets.bytes(item.upperAt(visit), layer, walk.outbound);
        tell(item, walk, visit, layer, null, reason, walk.outbound, packetsOf(item), bytes, suppression);
    }

    private void tell(
            Item item,
            Walk walk,
            Visit visit,
            Layer layer,
            RuntimeFilter filter,
            DiscardReason detail,
            boolean outbound,
            int packets,
            long bytes,
            Suppression suppression) {
        listener.discard(
                item,
                new Discard(
                        layer,
                        filter == null ? null : filter.filter().subLayerKey(),
                        filter == null ? null : filter.filter().filterKey(),
                        filter == null ? 0 : filter.filter().filterId(),
                        filter == null ? null : filter.calloutKey(),
                        detail,
                        item.visit,
                        direction(item, outbound),
                        VisitFields.reauthorizeReason(walk, visit),
                        packets,
                        bytes,
                        walk.packetless ? 0 : PacketRow.wireLength(item.rows, item.row),
                        suppression));
    }

    /** A packet of a flow that was blocked before: one item at the layer and filter that blocked the flow; no layer is asked. */
    void ofBlockedFlow(Item item, Walk walk, Verdict standing) {
        RuntimeFilter filter = item.revision.filter(standing.filterKey());
        listener.discard(
                item,
                new Discard(
                        standing.layer(),
                        standing.subLayerKey(),
                        standing.filterKey(),
                        filter == null ? 0 : filter.filter().filterId(),
                        standing.calloutKey(),
                        DiscardReason.FLOW_BLOCKED,
                        item.visit,
                        direction(item, walk.outbound),
                        0,
                        packetsOf(item),
                        DataOffsets.bytes(item.upper(), standing.layer(), walk.outbound),
                        PacketRow.wireLength(item.rows, item.row),
                        null));
    }

    /** Bytes of a stream went with their flow, which this filter has torn down: no packet, and no layer is asked. */
    void tornDown(Item item, RuntimeFilter filter, boolean outbound, long bytes) {
        listener.discard(
                item,
                new Discard(
                        filter.filter().layer(),
                        filter.filter().subLayerKey(),
                        filter.filter().filterKey(),
                        filter.filter().filterId(),
                        filter.calloutKey(),
                        DiscardReason.FLOW_BLOCKED,
                        item.visit,
                        direction(item, outbound),
                        0,
                        0,
                        bytes,
                        0,
                        null));
    }

    /** The item is dropped outside any visit, on the account of a filter's callout. */
    void refused(Item item, RuntimeFilter filter, DiscardReason detail) {
        boolean outbound = PacketRow.direction(item.rows, item.row) != PacketRow.INBOUND;
        listener.discard(
                item,
                new Discard(
                        filter.filter().layer(),
                        filter.filter().subLayerKey(),
                        filter.filter().filterKey(),
                        filter.filter().filterId(),
                        filter.calloutKey(),
                        detail,
                        item.visit,
                        direction(item, outbound),
                        0,
                        packetsOf(item),
                        DataOffsets.bytes(item.upper(), filter.filter().layer(), outbound),
                        PacketRow.wireLength(item.rows, item.row),
                        null));
    }

    /** The item's evaluation has failed. */
    void failed(Item item) {
        long wire = PacketRow.wireLength(item.rows, item.row);
        int direction = PacketRow.direction(item.rows, item.row);
        listener.discard(
                item,
                new Discard(
                        null,
                        null,
                        null,
                        0,
                        null,
                        DiscardReason.DECODE_ERROR,
                        item.visit,
                        direction,
                        0,
                        packetsOf(item),
                        wire,
                        wire,
                        null));
    }

    /** A clone is no captured packet; it counts as an item all the same. */
    private static int packetsOf(Item item) {
        return item.injected ? 0 : 1;
    }

    /** Which way the item went at the end that dropped it: a loopback packet's second half comes in. */
    private static int direction(Item item, boolean outbound) {
        int direction = PacketRow.direction(item.rows, item.row);
        if (direction == PacketRow.FORWARD) {
            return direction;
        }
        return outbound ? PacketRow.OUTBOUND : PacketRow.INBOUND;
    }

    /** The filter at the discard twin that blocks, null where none does: that stops the stack's answer and nothing else. */
    private Suppression indicate(
            Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter, DiscardReason detail) {
        Layer twin = layer.discardTwin().orElse(null);
        if (twin == null || !item.revision.hasFilters(twin) && visits.trace() == null) {
            return null;
        }
        DiscardMetadata metadata = new DiscardMetadata(
                detail.main(),
                detail.detail(),
                filter == null ? null : filter.filter().filterKey(),
                filter == null ? 0 : filter.filter().filterId());
        visits.indicate(item, walk, visit, twin, metadata, atTwin);
        if (!atTwin.isBlock()) {
            return null;
        }
        RuntimeFilter by = atTwin.deciding();
        return new Suppression(
                twin,
                by.filter().subLayerKey(),
                by.filter().filterKey(),
                by.filter().filterId(),
                by.calloutKey(),
                atTwin.isVeto());
    }
}
