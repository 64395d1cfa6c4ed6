// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.io.IOException;

/** A part of the input whose flows are in no other part: a capture, or a partition. Any thread, one at a time. */
public interface Part {
    /** What messages call it. */
    String name();

    /**
     * Its packets from the first; each time the same.
     *
     * @throws IOException if it cannot be read
     */
    PacketFeed open() throws IOException;
}
