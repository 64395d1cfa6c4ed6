// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.ArrayList;
import java.util.List;

/** What one packet made deliverable, in order (spec 7.1): first what its acknowledgement freed of the peer's, then its own direction's. One thread. */
public final class Delivery {
    private final List<StreamRange> ranges = new ArrayList<>();
    private int size;
    private SegmentArrival arrival = SegmentArrival.EMPTY;
    private boolean overflowed;

    Delivery() {}

    void clear() {
        size = 0;
        arrival = SegmentArrival.EMPTY;
        overflowed = false;
    }

    StreamRange add() {
        if (size == ranges.size()) {
            ranges.add(new StreamRange());
        }
        return ranges.get(size++);
    }

    void arrived(SegmentArrival what) {
        arrival = what;
    }

    void overflow() {
        overflowed = true;
    }

    /** What the packet's own segment was. */
    public SegmentArrival arrival() {
        return arrival;
    }

    /** Whether a gap was given up for want of room ({@code stream.maxBytesPerFlow}, {@code stream.maxBytes}). */
    public boolean overflowed() {
        return overflowed;
    }

    /** Number of ranges. */
    public int size() {
        return size;
    }

    /**
     * One of them, valid like the delivery until the table's next call.
     *
     * @param index 0 to {@link #size()} - 1
     * @throws IndexOutOfBoundsException if there is no such range
     */
    public StreamRange range(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("range " + index + " of " + size);
        }
        return ranges.get(index);
    }
}
