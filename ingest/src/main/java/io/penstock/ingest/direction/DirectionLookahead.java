// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.FileDirection;
import io.penstock.ingest.capture.PacketSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hands on the packets of a source in their order and, when a direction depends on packets that are still to come,
 * reads on as far as needed and holds them meanwhile:
 *
 * <pre>{@code
 * while (ahead.next(packet)) {
 *     // decode the packet and describe it in ends
 *     PacketDirection direction = ahead.direction(packet, ends);
 * }
 * }</pre>
 *
 * <p>Bounded by {@link LookaheadLimits}. Once the samples are settled nothing is held or copied. One thread.
 */
public final class DirectionLookahead implements PacketSource {
    private final PacketSource source;
    private final DirectionRule rule;
    private final PacketEndsReader reader;
    private final LookaheadLimits limits;
    private final Deque<CapturedPacket> held = new ArrayDeque<>();
    private final PacketEnds heldEnds = new PacketEnds();
    private final CapturedPacket scanned = new CapturedPacket();
    private long heldBytes;
    private ReadAhead readAhead;
    private boolean observed;

    /**
     * @param reader describes the packets read ahead; it must not share state with the decoding of the packets handed on
     */
    public DirectionLookahead(
            PacketSource source, DirectionRule rule, PacketEndsReader reader, LookaheadLimits limits) {
        this.source = source;
        this.rule = rule;
        this.reader = reader;
        this.limits = limits;
    }

    @Override
    public boolean next(CapturedPacket packet) {
        CapturedPacket first = held.poll();
        observed = first != null;
        if (first != null) {
            heldBytes -= first.capturedLengthBytes();
            packet.set(first);
            return true;
        }
        return readAhead == null ? source.next(packet) : nextFromThread(packet);
    }

    private boolean nextFromThread(CapturedPacket packet) {
        CapturedPacket read = readAhead.take();
        if (read != null) {
            packet.set(read);
            return true;
        }
        if (!readAhead.finished()) {
            return false; // interrupted
        }
        readAhead = null;
        return source.next(packet);
    }

    /** The direction of the packet last handed on, described by {@code ends}; to be asked once for each packet. */
    public PacketDirection direction(CapturedPacket packet, PacketEnds ends) {
        addRecordDirection(packet, ends);
        if (!observed) {
            rule.observe(ends);
            observed = true;
        }
        if (rule.isUndecided(ends)) {
            // Reading on moves the source's window, and the caller still needs this packet's bytes.
            packet.set(packet.copy());
            if (limits.longestWait().isZero()) {
                readOn(ends);
            } else {
                readOnFor(ends);
            }
            rule.settle(ends);
        }
        return rule.direction(ends);
    }

    private static void addRecordDirection(CapturedPacket packet, PacketEnds ends) {
        if (ends.fileDirection() == FileDirection.UNKNOWN) {
            ends.said(packet.fileDirection());
        }
    }

    private void readOn(PacketEnds undecided) {
        while (rule.isUndecided(undecided) && hasRoom() && source.next(scanned)) {
            hold(scanned.copy());
        }
    }

    private void readOnFor(PacketEnds undecided) {
        long deadlineNanos = System.nanoTime() + limits.longestWait().toNanos();
        startReading();
        boolean more = true;
        while (more && rule.isUndecided(undecided) && hasRoom()) {
            CapturedPacket read = readAhead.poll(deadlineNanos);
            more = read != null;
            if (more) {
                hold(read);
            }
        }
        readAhead.stop();
    }

    private void startReading() {
        if (readAhead != null && !readAhead.resume()) {
            for (CapturedPacket left = readAhead.take(); left != null; left = readAhead.take()) {
                hold(left);
            }
            readAhead = null;
        }
        if (readAhead == null) {
            readAhead = ReadAhead.start(source);
        }
    }

    private boolean hasRoom() {
        return held.size() < limits.packets() && heldBytes < limits.bytes();
    }

    private void hold(CapturedPacket packet) {
        reader.read(packet, heldEnds);
        addRecordDirection(packet, heldEnds);
        rule.observe(heldEnds);
        heldBytes += packet.capturedLengthBytes();
        held.add(packet);
    }
}
