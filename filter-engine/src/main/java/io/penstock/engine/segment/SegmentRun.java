// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import java.io.ByteArrayOutputStream;

/** Bytes that leave one behind the other, without a gap. One thread. */
final class SegmentRun {
    /** Place of the first as it leaves. */
    final long start;

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean fin;
    boolean push;

    SegmentRun(long start) {
        this.start = start;
    }

    long end() {
        return start + bytes.size();
    }

    boolean isEmpty() {
        return bytes.size() == 0 && !fin;
    }
}
