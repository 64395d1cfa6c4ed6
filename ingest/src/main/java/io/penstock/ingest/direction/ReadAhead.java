// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.PacketSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads a slow source on a thread of its own, so that whoever waits for its packets can stop waiting. After
 * {@link #stop()} the thread ends with the packet it is reading, and the source is free once {@link #take} finds none.
 */
final class ReadAhead {
    private static final int MAXIMUM_WAITING = 1_024;

    private final PacketSource source;
    private final Deque<CapturedPacket> packets = new ArrayDeque<>();
    private boolean stopped;
    private boolean finished;
    private RuntimeException failure;

    private ReadAhead(PacketSource source) {
        this.source = source;
    }

    static ReadAhead start(PacketSource source) {
        ReadAhead ahead = new ReadAhead(source);
        Thread.ofPlatform().daemon().name("capture-read-ahead").start(ahead::run);
        return ahead;
    }

    private void run() {
        CapturedPacket packet = new CapturedPacket();
        try {
            while (mayGoOn() && source.next(packet)) {
                put(packet.copy());
            }
        } catch (RuntimeException unexpected) {
            fail(unexpected);
        } finally {
            finish();
        }
    }

    private synchronized boolean mayGoOn() {
        while (!stopped && packets.size() >= MAXIMUM_WAITING && waited(0)) {
            continue;
        }
        finished |= stopped;
        return !stopped;
    }

    private synchronized void put(CapturedPacket packet) {
        packets.add(packet);
        notifyAll();
    }

    private synchronized void fail(RuntimeException unexpected) {
        failure = unexpected;
    }

    private synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /** Asks the thread to end. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Takes back {@link #stop()}; false if the thread has ended, or is about to without touching the source. */
    synchronized boolean resume() {
        stopped = finished;
        return !finished;
    }

    /** The next packet, or null at the deadline ({@link System#nanoTime} scale) or after the last one. */
    synchronized CapturedPacket poll(long deadlineNanos) {
        long left = deadlineNanos - System.nanoTime();
        while (packets.isEmpty() && !finished && left > 0 && waited(left / 1_000_000 + 1)) {
            left = deadlineNanos - System.nanoTime();
        }
        return next();
    }

    /** The next packet, waiting for the thread to read it or to end; null once it ended and all were taken. */
    synchronized CapturedPacket take() {
        while (packets.isEmpty() && !finished && waited(0)) {
            continue;
        }
        return next();
    }

    private CapturedPacket next() {
        CapturedPacket packet = packets.poll();
        if (packet == null && failure != null) {
            throw failure;
        }
        notifyAll();
        return packet;
    }

    /** False when interrupted: then nobody waits any longer, and the interrupt stays visible. */
    private boolean waited(long milliseconds) {
        try {
            wait(milliseconds);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the thread has left the source. */
    synchronized boolean finished() {
        return finished;
    }
}
