// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.EndedCaptures;
import io.penstock.engine.flow.EndpointTable;
import io.penstock.engine.flow.FlowTable;
import io.penstock.engine.flow.FragmentTable;
import io.penstock.engine.flow.MulticastIndex;
import io.penstock.engine.segment.SegmentTable;
import io.penstock.engine.stream.ReassemblyTable;
import io.penstock.engine.stream.StreamStateTable;

/**
 * What one partition knows of the traffic so far, beside what is pended (spec 2.6, ARCHITECTURE 3). Each table hands over what changed, to be stored, and takes it back; until
 * then the changes themselves take memory, so that whoever stores nothing calls {@link #forgetChanges}. One thread.
 */
public final class EngineState {
    private final EndedCaptures ended = new EndedCaptures();
    private final FlowTable flows = new FlowTable();
    private final FragmentTable fragments = new FragmentTable();
    private final MulticastIndex multicast = new MulticastIndex();
    private final EndpointTable endpoints = new EndpointTable();
    private final ReassemblyTable streams = new ReassemblyTable();
    private final StreamStateTable streamStates = new StreamStateTable();
    private final SegmentTable segments = new SegmentTable();

    public EndedCaptures ended() {
        return ended;
    }

    public FlowTable flows() {
        return flows;
    }

    public FragmentTable fragments() {
        return fragments;
    }

    public MulticastIndex multicast() {
        return multicast;
    }

    public EndpointTable endpoints() {
        return endpoints;
    }

    /** The TCP streams of the flows that visit the stream layer. */
    public ReassemblyTable streams() {
        return streams;
    }

    /** What stream callouts have come to, flow by flow. */
    public StreamStateTable streamStates() {
        return streamStates;
    }

    /** How far edited streams have left, flow by flow. */
    public SegmentTable segments() {
        return segments;
    }

    public void clear() {
        ended.clear();
        flows.clear();
        fragments.clear();
        multicast.clear();
        endpoints.clear();
        streams.clear();
        streamStates.clear();
        segments.clear();
    }

    /** Forgets which entries have changed, where nobody stores them. */
    public void forgetChanges() {
        ended.drainDirty((key, value) -> {});
        flows.drainDirty((key, value) -> {});
        fragments.drainDirty((key, value) -> {});
        multicast.drainDirty((key, value) -> {});
        endpoints.drainDirty((key, value) -> {});
        streams.drainDirty((key, value) -> {});
        streamStates.drainDirty((key, value) -> {});
        segments.drainDirty((key, value) -> {});
    }
}
