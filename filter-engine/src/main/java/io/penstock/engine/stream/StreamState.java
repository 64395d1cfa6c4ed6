// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.flow.FlowKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the stream layer remembers of one flow beside its reassembly (spec 7.6). One thread. */
public final class StreamState {
    private final StreamStateTable table;
    private final FlowKey key;
    private final DirectionState out = new DirectionState(this, true);
    private final DirectionState in = new DirectionState(this, false);
    private final Set<String> allowed = new LinkedHashSet<>();
    private List<String> attached = List.of();
    boolean dirty;
    boolean gone;

    StreamState(StreamStateTable table, FlowKey key) {
        this.table = table;
        this.key = key;
    }

    /** The flow. */
    public FlowKey key() {
        return key;
    }

    /** What the callouts have come to in one of its directions. */
    public DirectionState direction(boolean outbound) {
        return outbound ? out : in;
    }

    /** Filters whose callouts were there when the flow began (spec 7.7 S8). */
    public List<String> attached() {
        return attached;
    }

    /** The flow begins with these filters. */
    public void attach(List<String> filterKeys) {
        attached = filterKeys;
        touch();
    }

    /** The filter's callout has allowed the connection: it is not asked again. */
    public void allow(String filterKey) {
        allowed.add(filterKey);
        touch();
    }

    /** Whether the filter's callout has allowed the connection (spec 7.3). */
    public boolean isAllowed(String filterKey) {
        return allowed.contains(filterKey);
    }

    Set<String> allowed() {
        return allowed;
    }

    /** Whether bytes, or a FIN, wait at a callout in either direction. */
    public boolean waits() {
        return out.waits() || in.waits();
    }

    /** Whether bytes wait in either direction, or clones are still to come (spec 7.7 S7). */
    public boolean isBusy() {
        return out.isBusy() || in.isBusy();
    }

    /** The packet being classified has been: what waits is nobody's own any more. */
    public void disown() {
        out.disown();
        in.disown();
    }

    void waits(int bytes) {
        table.waits(bytes);
    }

    void touch() {
        table.touch(this);
    }
}
