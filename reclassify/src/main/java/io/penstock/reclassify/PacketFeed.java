// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.pend.PendHistory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Packets of one part of the input, in the order in which they are classified. What it tells is about the packet that {@link #next} moved to. One thread. */
public interface PacketFeed extends AutoCloseable {
    /**
     * Moves on to the next packet.
     *
     * @return false at the end
     * @throws IOException if the input cannot be read any further
     */
    boolean next() throws IOException;

    /** The array that holds the packet's row. */
    byte[] rows();

    /** Offset of its row there. */
    int row();

    /** Points an item at the packet, to be classified under {@code revision}. */
    void point(Item item, PolicyRevision revision);

    /** What the packet is called. */
    PacketName name();

    /** What the report calls the capture or agent it comes from. */
    String source();

    /** The host whose traffic it is. */
    String host();

    /** The executable that it belongs to; empty where the agent did not say. */
    String application();

    /** The verdict that was recorded; empty where none was. */
    Optional<Verdict> recorded();

    /** What is recorded of the packet's pends. */
    default PendHistory history() {
        return PendHistory.NONE;
    }

    /** Hosts whose captures have ended since the packet before, so that their flows end too (ARCHITECTURE 9). */
    default List<String> endedHosts() {
        return List.of();
    }

    @Override
    void close() throws IOException;
}
