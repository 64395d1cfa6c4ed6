// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.segment.SegmentState;
import io.penstock.engine.segment.SegmentTable;
import io.penstock.engine.segment.Segmenter;
import io.penstock.engine.stream.ReassemblyTable;
import io.penstock.engine.stream.StreamPiece;
import java.util.List;

/** Has segments made of what leaves the streams that callouts edit, visit by visit (spec 7.4). One thread. */
final class SegmentDesk {
    private final SegmentTable table;
    private final ReassemblyTable reassembly;
    private final Segmenter segmenter = new Segmenter();
    private SegmentState state;
    private FlowKey flow;
    private boolean outbound;
    private boolean packet;
    private boolean begun;
    private long outboundBefore;
    private long inboundBefore;

    SegmentDesk(SegmentTable table, ReassemblyTable reassembly) {
        this.table = table;
        this.reassembly = reassembly;
    }

    /** Whether segments are made of the flow: then each of its packets is looked at. */
    boolean isEdited(FlowKey key) {
        return table.find(key) != null;
    }

    /** The filter whose callout edits the flow, null for none. */
    SegmentState edited(FlowKey key) {
        return table.find(key);
    }

    void ended(FlowKey key) {
        table.remove(key);
    }

    /** A packet comes, not put into its stream yet. Both ends of a loopback packet are here: it is left alone. */
    void begin(Item item, Walk walk) {
        begin(walk);
        packet = !PacketRow.has(item.rows, item.row, PacketRow.FLAG_LOOPBACK);
        outboundBefore = reassembly.position(flow, true);
        inboundBefore = reassembly.position(flow, false);
    }

    /** Something else than a packet makes bytes leave. */
    void beginEvent(Walk walk) {
        begin(walk);
        packet = false;
    }

    private void begin(Walk walk) {
        flow = walk.key;
        outbound = walk.outbound;
        state = table.find(flow);
        begun = false;
    }

    /** A visit is made of a stream that this filter's callout may edit; null: of one that none may. Says whether what leaves is wanted. */
    boolean opens(RuntimeFilter editor) {
        if (state == null && packet && editor != null) {
            state = table.start(flow, new SegmentState(editor.filter().filterKey(), editor.calloutKey()));
        }
        ready();
        return state != null;
    }

    private void ready() {
        if (state == null || begun) {
            return;
        }
        begun = true;
        start(true, outboundBefore);
        start(false, inboundBefore);
        segmenter.begin(state, outbound);
    }

    private void start(boolean isOutbound, long before) {
        if (packet && reassembly.position(flow, isOutbound) >= 0) {
            Segmenter.start(state, isOutbound, reassembly.firstSequence(flow, isOutbound), Math.max(0, before));
        }
    }

    void left(boolean isOutbound, List<StreamPiece> pieces) {
        if (state != null && !pieces.isEmpty()) {
            segmenter.left(isOutbound, pieces);
            table.touch(flow);
        }
    }

    /** The packet waits in the middle of its visit: what has left of it so far is kept. */
    void putDown() {
        if (state != null && packet && begun) {
            segmenter.putDown();
            table.touch(flow);
        }
    }

    /** What leaves in the packet's place; null: the packet as it is. */
    List<Segmenter.Leaving> end(Item item) {
        if (state == null || !packet) {
            return null;
        }
        ready();
        table.touch(flow);
        Item upper = item.upper();
        return segmenter.end(upper.rows, upper.row, upper.frames, item.enforced);
    }
}
