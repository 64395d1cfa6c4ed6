// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/** Packets that came in one record, which Kafka lets go of as a whole: once all are settled, and given back if one is. Thread-safe. */
final class SettledTogether {
    private final Consumer<AcknowledgeType> settled;
    private int open;
    private AcknowledgeType as = AcknowledgeType.ACCEPT;

    /** So many packets, 1 and up; {@code settled} is told once what becomes of their record. */
    SettledTogether(int packets, Consumer<AcknowledgeType> settled) {
        open = packets;
        this.settled = settled;
    }

    /** Notes what becomes of one of them; true if it was the last. */
    boolean settle(AcknowledgeType one) {
        AcknowledgeType all;
        synchronized (this) {
            if (one != AcknowledgeType.ACCEPT) {
                as = one;
            }
            if (--open > 0) {
                return false;
            }
            all = as;
        }
        settled.accept(all);
        return true;
    }
}
