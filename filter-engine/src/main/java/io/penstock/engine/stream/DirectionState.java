// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the callouts have come to in one direction of a flow (spec 7.3, 7.5). One thread. */
public final class DirectionState {
    /** So many places of removed bytes are remembered, the latest. */
    private static final int MOST_REMOVED = 32;

    private final StreamState state;
    private final boolean outbound;
    private final Map<String, CalloutState> callouts = new LinkedHashMap<>();
    private final Deque<Removed> removed = new ArrayDeque<>();
    final List<Long> gone = new ArrayList<>();
    long nextId;
    long revision;
    long supersededNanos;
    int firstSequence;
    boolean placed;
    private int waitingBytes;
    private Object revisionInForce;

    /**
     * Bytes that a filter removed.
     *
     * @param from place of the first
     * @param to place behind the last; a FIN counts as one
     * @param filterKey whose doing it was
     */
    record Removed(long from, long to, String filterKey) {}

    DirectionState(StreamState state, boolean outbound) {
        this.state = state;
        this.outbound = outbound;
    }

    StreamState state() {
        return state;
    }

    /** Whether the local end sends in it. */
    public boolean isOutbound() {
        return outbound;
    }

    /** State of a filter's callout, null where nothing is remembered of it. */
    public CalloutState find(String filterKey) {
        return callouts.get(filterKey);
    }

    /** State of a filter's callout, made where nothing is remembered of it. */
    public CalloutState of(String filterKey) {
        return callouts.computeIfAbsent(filterKey, key -> new CalloutState(this, key));
    }

    /** All that is remembered, in the order in which the callouts were first asked. */
    public Collection<CalloutState> callouts() {
        return callouts.values();
    }

    /** Whether bytes wait, or clones are still to come (spec 7.7 S7). */
    public boolean isBusy() {
        for (CalloutState callout : callouts.values()) {
            if (callout.isBusy()) {
                return true;
            }
        }
        return false;
    }

    /** Whether bytes, or a FIN, wait at a callout. */
    boolean waits() {
        for (CalloutState callout : callouts.values()) {
            if (!callout.isIdle()) {
                return true;
            }
        }
        return false;
    }

    /** Takes away all that waits, callout by callout, last first: what the last one holds is farthest on its way. */
    public List<StreamBytes> takeWaiting() {
        List<StreamBytes> taken = new ArrayList<>();
        for (CalloutState callout : callouts.values()) {
            if (!callout.isIdle()) {
                taken.addFirst(callout.joinAll(StreamBytes.nothing()));
            }
            callout.release();
            callout.answered();
        }
        return taken;
    }

    /** Whether a callout that is elsewhere is to be asked about bytes of it. */
    public boolean isWanted() {
        for (CalloutState callout : callouts.values()) {
            if (callout.isWanted()) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that wait here for any callout; {@code stream.maxBytesPerFlow} bounds them (spec 7.5). */
    public int waitingBytes() {
        return waitingBytes;
    }

    void waits(int bytes) {
        waitingBytes += bytes;
        state.waits(bytes);
    }

    /** Number of the revision under which bytes wait, 0 where none do. */
    public long revision() {
        return revision;
    }

    /** The revision itself, null after a restart until it is looked up. */
    public Object revisionInForce() {
        return revisionInForce;
    }

    /**
     * Everything of this direction is decided under this revision until nothing waits.
     *
     * @param number the revision's, 1 and up
     * @param inForce the revision itself
     */
    public void hold(long number, Object inForce) {
        if (revision != number) {
            state.touch();
            revision = number;
            supersededNanos = 0;
        }
        revisionInForce = inForce;
    }

    /** Since when a newer revision is in force, packet time in nanoseconds since 1970 UTC; the first call after {@link #hold} sets it. */
    public long supersededSince(long nowNanos) {
        if (supersededNanos == 0) {
            state.touch();
            supersededNanos = nowNanos;
        }
        return supersededNanos;
    }

    /** Learns which TCP sequence number, 32 bits, place 0 of the stream has. */
    public void place(int sequenceOfFirst) {
        firstSequence = sequenceOfFirst;
        placed = true;
    }

    /** Notes bytes, or a FIN, that a filter removed, to know them when they are sent again. */
    public void removed(StreamBytes.Run run, String filterKey) {
        if (run.injectedBy() != null || StreamFlags.isAbort(run.flags())) {
            return;
        }
        state.touch();
        Removed last = removed.peekLast();
        long from = run.offset();
        if (last != null && last.to == from && last.filterKey.equals(filterKey)) {
            removed.removeLast();
            from = last.from;
        }
        removed.addLast(new Removed(from, run.end(), filterKey));
        if (removed.size() > MOST_REMOVED) {
            removed.removeFirst();
        }
    }

    /**
     * The filter that removed any of these bytes when they came first, null where none did, or it was so long ago that {@value #MOST_REMOVED} others came since.
     *
     * @param sequence TCP sequence number of the first, 32 bits
     * @param length bytes, a FIN counted as one
     */
    public String removerOf(int sequence, int length) {
        if (!placed) {
            return null;
        }
        for (Removed range : removed) {
            int distance = sequence - (firstSequence + (int) range.from);
            if (distance < range.to - range.from && distance + length > 0) {
                return range.filterKey;
            }
        }
        return null;
    }

    /** Whether places of removed bytes are remembered, so that repeated segments must be looked at. */
    public boolean hasRemoved() {
        return !removed.isEmpty();
    }

    Deque<Removed> removedRanges() {
        return removed;
    }

    void forget(WaitingBytes.Entry entry) {
        if (entry.stored) {
            gone.add(entry.id);
            state.touch();
        }
    }

    void disown() {
        for (CalloutState callout : callouts.values()) {
            callout.waiting.disown();
            callout.behind.disown();
        }
    }
}
