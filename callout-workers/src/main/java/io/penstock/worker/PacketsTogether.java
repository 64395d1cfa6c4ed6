// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.schemas.PendedPacket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The packets of one record, from which whoever is free takes the next. Thread-safe. */
final class PacketsTogether {
    private final ConsumerRecord<byte[], byte[]> delivered;
    private final List<PendedPacket> packets;
    private final Queue<PendedPacket> left;
    private final SettledTogether settled;
    private final AtomicBoolean spread = new AtomicBoolean();

    /** As many packets as there are, 1 and up; {@code settled} is told once what becomes of their record. */
    PacketsTogether(
            ConsumerRecord<byte[], byte[]> delivered, List<PendedPacket> packets, Consumer<AcknowledgeType> settled) {
        this.delivered = delivered;
        this.packets = packets;
        left = new ConcurrentLinkedQueue<>(packets);
        this.settled = new SettledTogether(packets.size(), settled);
    }

    /** Their record. */
    ConsumerRecord<byte[], byte[]> delivered() {
        return delivered;
    }

    /** All of them. */
    List<PendedPacket> packets() {
        return packets;
    }

    /** The next that nobody has begun to decide; null where there is none. */
    PendedPacket next() {
        return left.poll();
    }

    /** How many nobody has begun to decide. */
    int left() {
        return left.size();
    }

    /** True the first time. */
    boolean spreads() {
        return spread.compareAndSet(false, true);
    }

    /** Notes what becomes of one of them; true if it was the last. */
    boolean settle(AcknowledgeType as) {
        return settled.settle(as);
    }
}
