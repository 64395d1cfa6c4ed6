// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import java.util.List;

/** What is remembered of an edited flow to make segments of what leaves its streams (spec 7.4). One thread. */
public final class SegmentState {
    private final String filterKey;
    private final String calloutKey;
    private final SegmentDirection out = new SegmentDirection();
    private final SegmentDirection in = new SegmentDirection();
    /** What has left with a packet that waits in the middle of its visit; null: none does. */
    PutDown putDown;

    /**
     * What has left with a packet that waits.
     *
     * @param leftBefore where its direction stood when it came
     * @param own runs of its direction
     * @param others runs of the other one
     */
    record PutDown(long leftBefore, List<SegmentRun> own, List<SegmentRun> others) {}

    /**
     * A flow of which nothing is known yet.
     *
     * @param filterKey the filter whose callout edits
     * @param calloutKey that callout
     */
    public SegmentState(String filterKey, String calloutKey) {
        this.filterKey = filterKey;
        this.calloutKey = calloutKey;
    }

    /** The callout that edits the flow. */
    public String calloutKey() {
        return calloutKey;
    }

    /** The filter whose callout edits the flow. */
    public String filterKey() {
        return filterKey;
    }

    SegmentDirection direction(boolean outbound) {
        return outbound ? out : in;
    }
}
