// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What became of one agent's packets: captured = published + dropped + in flight. Written by the agent's thread and the
 * producer's.
 */
final class AgentBooks {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final AgentMetrics metrics;
    private final long[] sentTo;
    private long captured;
    private long published;
    private long dropped;
    private long malformed;
    private long wireBytes;
    private int recordsInFlight;
    private long packetsInFlight;
    private long read;
    private long gathered;

    AgentBooks(int partitions, AgentMetrics metrics) {
        this.metrics = metrics;
        sentTo = new long[partitions];
    }

    /** What is known at one moment. */
    record Balance(long captured, long published, long dropped, long malformed, long wireBytes) {}

    /**
     * A record of packets is about to be sent.
     *
     * @param packetsRead so far, those of the record among them
     * @param packetsGathered of these, what waits for other records to fill
     */
    void sending(int partition, int packets, int recordBytes, long packetsRead, long packetsGathered) {
        metrics.add(AgentMeter.CAPTURED, packets);
        metrics.add(AgentMeter.RECORDS, 1);
        metrics.add(AgentMeter.RECORD_BYTES, recordBytes);
        lock.lock();
        try {
            read = packetsRead;
            gathered = packetsGathered;
            expect(partition, packets);
        } finally {
            lock.unlock();
        }
    }

    /** A report is about to be sent. */
    void reporting(int partition) {
        expect(partition, 0);
    }

    private void expect(int partition, int packets) {
        lock.lock();
        try {
            captured += packets;
            sentTo[partition] += packets;
            recordsInFlight++;
            packetsInFlight += packets;
        } finally {
            lock.unlock();
        }
    }

    void settled(boolean stored, int packets, int malformedOfThem, long bytes) {
        metrics.add(stored ? AgentMeter.PUBLISHED : AgentMeter.DROPPED, packets);
        metrics.add(AgentMeter.MALFORMED, stored ? malformedOfThem : 0);
        metrics.add(AgentMeter.WIRE_BYTES, stored ? bytes : 0);
        lock.lock();
        try {
            if (stored) {
                published += packets;
                malformed += malformedOfThem;
                wireBytes += bytes;
            } else {
                dropped += packets;
            }
            recordsInFlight--;
            packetsInFlight -= packets;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Packets that were read and never sent; nothing waits for its record any more. */
    void abandoned(int packets, long packetsRead) {
        metrics.add(AgentMeter.CAPTURED, packets);
        metrics.add(AgentMeter.DROPPED, packets);
        lock.lock();
        try {
            read = packetsRead;
            gathered = 0;
            captured += packets;
            dropped += packets;
        } finally {
            lock.unlock();
        }
    }

    /** What is known at one moment, for whoever watches. */
    AgentBalance watched() {
        lock.lock();
        try {
            return new AgentBalance(read, gathered, packetsInFlight, published, dropped);
        } finally {
            lock.unlock();
        }
    }

    /** Packets sent so far to a partition. */
    long sentTo(int partition) {
        lock.lock();
        try {
            return sentTo[partition];
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is in flight; false if it still is after the time given. */
    boolean awaitSettled(long timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (recordsInFlight > 0 && left > 0) {
                left = settled.awaitNanos(left);
            }
            return recordsInFlight == 0;
        } finally {
            lock.unlock();
        }
    }

    Balance balance() {
        lock.lock();
        try {
            return new Balance(captured, published, dropped, malformed, wireBytes);
        } finally {
            lock.unlock();
        }
    }
}
