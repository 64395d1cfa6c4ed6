// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

/** What is remembered of an edited flow to make segments of what leaves its streams (spec 7.4). One thread. */
public final class SegmentState {
    private final String filterKey;
    private final String calloutKey;
    private final SegmentDirection out = new SegmentDirection();
    private final SegmentDirection in = new SegmentDirection();

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
