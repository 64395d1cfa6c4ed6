// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.schemas.FlowEnded;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What a record of a topic of pended packets says. */
sealed interface Asked {
    /** Packets to decide, one or more. */
    record Packets(List<PendedPacket> packets) implements Asked {}

    /** Nothing to decide. */
    sealed interface NoPacket extends Asked {}

    /** A flow with a context of this callout has ended. */
    record FlowOver(FlowEnded ended) implements NoPacket {}

    /** Not one that belongs there, or none at all. */
    record Unreadable(String reason) implements NoPacket {}

    /** Reads one. */
    static Asked read(WireReader reader, byte[] value) {
        try {
            SpecificRecord record = reader.read(value);
            return switch (record) {
                case PendedBatch batch when !batch.getPackets().isEmpty() -> new Packets(batch.getPackets());
                case PendedPacket packet -> new Packets(List.of(packet));
                case FlowEnded ended -> new FlowOver(ended);
                default -> new Unreadable("a " + record.getSchema().getName() + " on a topic of pended packets");
            };
        } catch (WireException unreadable) {
            return new Unreadable(unreadable.getMessage());
        }
    }
}
