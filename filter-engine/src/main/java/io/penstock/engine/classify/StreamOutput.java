// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowState;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamPiece;
import java.util.ArrayList;
import java.util.List;

/** Gathers what leaves one visit of STREAM: the bytes, and what was taken out of them. One thread. */
final class StreamOutput {
    private final EngineListener listener;
    private final VisitDesk visits;
    private final List<StreamPiece> pieces = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private FlowState flow;
    private boolean reads;
    private boolean gathers;
    private RuntimeFilter changedBy;

    /** What one filter has removed, as one discard. */
    private static final class Taken {
        final RuntimeFilter filter;
        final DiscardReason detail;
        long bytes;

        Taken(RuntimeFilter filter, DiscardReason detail) {
            this.filter = filter;
            this.detail = detail;
        }
    }

    StreamOutput(VisitDesk visits, EngineListener listener) {
        this.visits = visits;
        this.listener = listener;
    }

    void begin(FlowState of) {
        flow = of;
        reads = listener.readsStreams();
        gathers = reads;
        changedBy = null;
        pieces.clear();
        taken.clear();
    }

    /** What leaves is wanted, whoever listens. */
    void gather() {
        gathers = true;
    }

    /** What has left in this visit; valid until the next. */
    List<StreamPiece> pieces() {
        return pieces;
    }

    /** The filter that first took out bytes of the packet's own, or put others among them; null for none. */
    RuntimeFilter changedBy() {
        return changedBy;
    }

    /** Bytes that never came; none of length 0. */
    void missing(long offset, long length) {
        if (gathers && length > 0) {
            pieces.add(new StreamPiece.Missing(offset, length));
        }
    }

    /** Something is put in front of these bytes, or they are taken out. */
    void changes(StreamBytes bytes, RuntimeFilter by) {
        if (changedBy == null && bytes.hasOwn()) {
            changedBy = by;
        }
    }

    void leave(StreamBytes bytes) {
        if (!gathers) {
            return;
        }
        int at = bytes.from();
        for (StreamBytes.Run run : bytes.runs()) {
            pieces.add(
                    run.injectedBy() == null
                            ? new StreamPiece.Permitted(run.offset(), run.flags(), bytes.array(), at, run.length())
                            : new StreamPiece.Injected(
                                    run.offset(), run.flags(), bytes.array(), at, run.length(), run.injectedBy()));
            at += run.length();
        }
    }

    void remove(StreamBytes bytes, RuntimeFilter filter, DiscardReason detail) {
        changes(bytes, filter);
        if (gathers) {
            for (StreamBytes.Run run : bytes.runs()) {
                // What a callout put in and another took out was never of the stream.
                if (run.injectedBy() == null) {
                    pieces.add(new StreamPiece.Removed(
                            run.offset(),
                            run.flags(),
                            run.length(),
                            filter.filter().filterKey()));
                }
            }
        }
        for (Taken by : taken) {
            if (by.filter == filter && by.detail == detail) {
                by.bytes += bytes.length();
                return;
            }
        }
        Taken first = new Taken(filter, detail);
        first.bytes = bytes.length();
        taken.add(first);
    }

    /** Tells it all: one discard of bytes, no packet, for each filter that removed some (spec 8.2). */
    void end(Item item, Walk walk, Layer layer, boolean outbound) {
        for (Taken by : taken) {
            visits.discards().removed(item, walk, layer, by.filter, by.detail, outbound, by.bytes);
            item.visit++;
        }
        tell(item, outbound);
    }

    /** Tells what was taken away with a flow that was torn down: discards of bytes, of which no layer is asked. */
    void endTornDown(Item item, boolean outbound) {
        for (Taken by : taken) {
            visits.discards().tornDown(item, by.filter, outbound, by.bytes);
            item.visit++;
        }
        tell(item, outbound);
    }

    private void tell(Item item, boolean outbound) {
        if (reads && !pieces.isEmpty()) {
            listener.streamed(item, flow, outbound, pieces);
        }
    }
}
