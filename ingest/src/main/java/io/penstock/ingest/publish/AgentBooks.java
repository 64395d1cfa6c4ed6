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

    AgentBooks(int partitions, AgentMetrics metrics) {
        this.metrics = metrics;
        sentTo = new long[partitions];
    }

    /** What is known at one moment. */
    record Balance(long captured, long published, long dropped, long malformed, long wireBytes) {}

    /** A record of packets is about to be sent. */
    void sending(int partition, int packets, int recordBytes) {
        metrics.add(AgentCounter.CAPTURED, packets);
        metrics.add(AgentCounter.RECORDS, 1);
        metrics.add(AgentCounter.RECORD_BYTES, recordBytes);
        expect(partition, packets);
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
        } finally {
            lock.unlock();
        }
    }

    void settled(boolean stored, int packets, int malformedOfThem, long bytes) {
        metrics.add(stored ? AgentCounter.PUBLISHED : AgentCounter.DROPPED, packets);
        metrics.add(AgentCounter.MALFORMED, stored ? malformedOfThem : 0);
        metrics.add(AgentCounter.WIRE_BYTES, stored ? bytes : 0);
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
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Packets that were read and never sent. */
    void abandoned(int packets) {
        metrics.add(AgentCounter.CAPTURED, packets);
        metrics.add(AgentCounter.DROPPED, packets);
        lock.lock();
        try {
            captured += packets;
            dropped += packets;
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
