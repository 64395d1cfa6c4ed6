// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.flow.FlowKey;
import java.util.Map;
import java.util.TreeMap;

/** One direction of a stream: how far it has come, where it ends, what it holds. Offsets count from the first byte and never wrap. */
final class HalfStream {
    final FlowKey flow;
    final boolean outbound;
    boolean started;
    /** Whether FIN was delivered. */
    boolean finished;
    /** Whether RST was. */
    boolean aborted;
    /** Sequence number of offset 0. */
    int firstSequence;
    /** Offset of the next byte to deliver. */
    long next;
    /** Offset of the FIN, -1 as long as none was seen. */
    long end = -1;

    long finPacket;
    /** Missing bytes that no range has reported yet. */
    long missed;
    /** Whether the last segment was implausible, and the sequence number behind it. */
    boolean strayed;

    int straySequence;
    long heldBytes;
    boolean dirty;
    /** Whether a store has it. */
    boolean stored;

    boolean gone;

    private final TreeMap<Long, HeldSegment> held = new TreeMap<>();

    HalfStream(FlowKey flow, boolean outbound) {
        this.flow = flow;
        this.outbound = outbound;
    }

    int nextSequence() {
        return firstSequence + (int) next;
    }

    boolean isOver() {
        return finished || aborted;
    }

    /** Whether nothing of it was seen but where it starts, and perhaps a reset. */
    boolean isUntouched() {
        return next == 0 && end < 0 && held.isEmpty();
    }

    /** The held segment nearest to the stream's place, null where there is none. */
    HeldSegment first() {
        return valueOf(held.firstEntry());
    }

    HeldSegment last() {
        return valueOf(held.lastEntry());
    }

    /** The held segment that starts at or before {@code offset}, nearest to it. */
    HeldSegment floor(long offset) {
        return held.isEmpty() ? null : valueOf(held.floorEntry(offset));
    }

    /** The held segment that starts behind {@code offset}, nearest to it. */
    HeldSegment higher(long offset) {
        return held.isEmpty() ? null : valueOf(held.higherEntry(offset));
    }

    void add(HeldSegment segment) {
        held.put(segment.offset, segment);
        heldBytes += segment.retainedBytes();
    }

    void remove(HeldSegment segment) {
        held.remove(segment.offset);
        heldBytes -= segment.retainedBytes();
    }

    private static HeldSegment valueOf(Map.Entry<Long, HeldSegment> entry) {
        return entry == null ? null : entry.getValue();
    }
}
