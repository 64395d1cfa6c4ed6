// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.stream.CalloutState;
import io.penstock.engine.stream.DirectionState;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamState;
import io.penstock.engine.stream.StreamStateTable;
import java.util.List;

/**
 * What is remembered of the stream that a visit speaks of: how far each callout has come in one direction of a flow (spec 7.3 to 7.5). Remembers nothing before
 * there is something to remember. One thread.
 */
final class StreamPosition {
    private final StreamStateTable states;
    private PolicySettings settings;
    private FlowKey flow;
    private StreamState state;
    private boolean outbound;

    StreamPosition(StreamStateTable states) {
        this.states = states;
    }

    /** Names the flow and the direction that the visit speaks of. */
    void begin(FlowKey of, boolean isOutbound, PolicySettings under) {
        flow = of;
        outbound = isOutbound;
        settings = under;
        state = states.find(of);
    }

    boolean isOutbound() {
        return outbound;
    }

    /** What is remembered of the flow, null for nothing. */
    StreamState state() {
        return state;
    }

    /** What is remembered of a filter's callout in this direction, null for nothing. */
    CalloutState find(RuntimeFilter filter) {
        return find(filter.filter().filterKey());
    }

    /** As {@link #find(RuntimeFilter)}, by the filter's key. */
    CalloutState find(String filterKey) {
        return state == null ? null : state.direction(outbound).find(filterKey);
    }

    /** Whether what nobody has answered in time is permitted (spec 6.7). */
    boolean permitsOnTimeout() {
        return settings.permitOnTimeout();
    }

    CalloutState of(RuntimeFilter filter) {
        return direction().of(filter.filter().filterKey());
    }

    DirectionState direction() {
        return remembered().direction(outbound);
    }

    /** Whether the filter's callout has let all later data of the flow through. */
    boolean isAllowed(RuntimeFilter filter) {
        return state != null && state.isAllowed(filter.filter().filterKey());
    }

    void allow(RuntimeFilter filter) {
        remembered().allow(filter.filter().filterKey());
    }

    private StreamState remembered() {
        if (state == null) {
            state = states.of(flow);
        }
        return state;
    }

    /** Whether no more can be gathered, with so many bytes besides those that wait (spec 7.5). */
    boolean isFull(int more) {
        int waiting = state == null ? 0 : state.direction(outbound).waitingBytes();
        return (long) waiting + more >= settings.streamMaxBytesPerFlow()
                || states.waitingBytes() + more >= settings.streamMaxBytes();
    }

    /** The filter has taken the bytes out of the stream. */
    void removed(RuntimeFilter filter, StreamBytes bytes) {
        for (StreamBytes.Run run : bytes.runs()) {
            direction().removed(run, filter.filter().filterKey());
        }
        if (filter.calloutKey() != null) {
            StreamBytes.Run end = bytes.runs().getLast();
            of(filter).remove(bytes.length(), StreamFlags.isDisconnect(bytes.flags()), end.offset() + end.length());
        }
    }

    /** Takes what waits at callouts whose filters are not among those that hold any more: nobody decides it. */
    List<StreamBytes> takeWaiting() {
        return state == null ? List.of() : direction().takeWaiting();
    }

    /** What has come, behind what waits for a callout that has been unregistered meanwhile: that waits no longer. */
    StreamBytes reclaim(RuntimeFilter filter, StreamBytes come) {
        CalloutState callout = filter.calloutKey() == null ? null : find(filter);
        if (callout == null || callout.isIdle()) {
            return come;
        }
        StreamBytes all = callout.joinAll(come);
        callout.release();
        callout.answered();
        return all;
    }

    /** Takes all that waits at the filter. */
    StreamBytes takeAll(RuntimeFilter filter) {
        return reclaim(filter, StreamBytes.nothing());
    }

    /** What waits at the filter is what is left. */
    void keep(RuntimeFilter filter, StreamBytes rest) {
        CalloutState callout = find(filter);
        if (callout != null && !callout.isIdle()) {
            callout.keep(rest, 0, false);
        }
    }

    /** Nothing waits at the filter any more. */
    void release(RuntimeFilter filter) {
        CalloutState callout = find(filter);
        if (callout != null) {
            callout.release();
        }
    }
}
