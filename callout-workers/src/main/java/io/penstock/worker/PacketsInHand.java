// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What this worker has been given and not let go yet: what is still being decided, and what has been settled how. Thread-safe. */
final class PacketsInHand {
    private final Lock lock = new ReentrantLock();
    private final Condition settledOne = lock.newCondition();
    /** Null while a packet is being decided. */
    private final Map<Place, AcknowledgeType> hand = new HashMap<>();

    private int undecided;

    private record Place(int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> delivered) {
            return new Place(delivered.partition(), delivered.offset());
        }
    }

    /** Takes a packet, unless it is in hand already: a renewed one comes again with the next poll. */
    boolean take(ConsumerRecord<?, ?> delivered) {
        lock.lock();
        try {
            if (hand.containsKey(Place.of(delivered))) {
                return false;
            }
            hand.put(Place.of(delivered), null);
            undecided++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Notes what becomes of a packet; the first word counts. */
    void settle(ConsumerRecord<?, ?> delivered, AcknowledgeType as) {
        lock.lock();
        try {
            if (hand.replace(Place.of(delivered), null, as)) {
                undecided--;
                settledOne.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all are settled or the time is over. */
    boolean awaitSettled(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (undecided > 0 && left > 0) {
                left = settledOne.awaitNanos(left);
            }
            return undecided == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Packets that are being decided. */
    int undecided() {
        lock.lock();
        try {
            return undecided;
        } finally {
            lock.unlock();
        }
    }

    /** How a packet was settled, and forgets it then; RENEW while it is being decided. */
    AcknowledgeType letGo(ConsumerRecord<?, ?> delivered) {
        lock.lock();
        try {
            AcknowledgeType as = hand.get(Place.of(delivered));
            if (as == null) {
                return AcknowledgeType.RENEW;
            }
            hand.remove(Place.of(delivered));
            return as;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets settled packets that were not delivered again: their locks are gone, somebody else has them. */
    void forgetSettledBut(Iterable<? extends ConsumerRecord<?, ?>> delivered) {
        Set<Place> here = new HashSet<>();
        delivered.forEach(one -> here.add(Place.of(one)));
        lock.lock();
        try {
            hand.entrySet().removeIf(entry -> entry.getValue() != null && !here.contains(entry.getKey()));
        } finally {
            lock.unlock();
        }
    }
}
