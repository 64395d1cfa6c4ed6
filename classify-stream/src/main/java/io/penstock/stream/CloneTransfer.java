// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.CloneRouter;
import io.penstock.engine.classify.Item;
import io.penstock.engine.flow.FlowHash;
import io.penstock.engine.packet.PacketRow;

/**
 * Sends clones to the partitions that keep their flows, in the transaction of the record that they come from. Fragments stay, since all of a datagram's
 * must meet in one partition, and only its first says which that is. On the task's stream thread only.
 */
final class CloneTransfer implements CloneRouter {
    private final int partition;
    private final int partitions;
    private final EngineOutput output;
    private final CaptureEnds ends;

    CloneTransfer(int partition, int partitions, EngineOutput output, CaptureEnds ends) {
        this.partition = partition;
        this.partitions = partitions;
        this.output = output;
        this.ends = ends;
    }

    @Override
    public boolean takes(Item clone) {
        if (PacketRow.has(clone.rows(), clone.row(), PacketRow.FLAG_FRAGMENT)) {
            return false;
        }
        int hash = FlowHash.ofPacket(FlowHash.ofHost(clone.host()), clone.rows(), clone.row(), clone.quoted());
        int to = FlowHash.partition(hash, partitions);
        if (to == partition || !output.reinject(clone, to)) {
            return false;
        }
        ends.moved(clone.host(), clone.incarnation());
        return true;
    }
}
