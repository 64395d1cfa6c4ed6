// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CapturedPacket;

/** Packets of captures as items, for whoever evaluates them here and now. */
public final class CapturedItem {
    private CapturedItem() {}

    /**
     * Points an item at a captured packet. A pend's id is made of what names the packet, so the agent's number and the packet's stand for its place in a topic.
     *
     * @param agent number of the agent among those of the command, from 0
     * @param row the packet's row, the only one
     * @param sequence the packet's at its agent, from 1
     */
    public static void point(
            Item item, int agent, RowBuffer row, CapturedPacket packet, long sequence, PolicyRevision revision) {
        byte[] rows = row.rows();
        PacketRow.frameOffset(rows, 0, packet.offset());
        PacketRow.frameLength(rows, 0, packet.capturedLengthBytes());
        item.origin("", agent, sequence, 0).packet(0, rows, 0, row.quoted(), packet.buffer(), revision);
    }
}
