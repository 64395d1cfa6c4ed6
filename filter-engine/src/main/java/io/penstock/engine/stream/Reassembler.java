// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.policy.PolicySettings;
import java.util.Arrays;

/** Puts the segments of a direction in order (RFC 9293 section 3.10.7.4) and adds what that delivers to one {@link Delivery}. One thread. */
final class Reassembler {
    /** The largest window (RFC 7323 section 2.3): nothing of a stream is farther from its place. */
    private static final int REACH = 1 << 30;

    /**
     * How far ahead of the stream's place an RST still counts, for bytes before it that the capture lost. A receiver wants it in place (RFC 5961
     * section 3.2); one that answers a stray packet of an older connection may be anywhere.
     */
    private static final int RESET_REACH = 1 << 24;

    private static final byte[] NO_BYTES = {};

    private final StreamChanges changes;
    private final Delivery out;
    /** Numbers the segments taken, so that what this one brought is told from what was held before. */
    private long turn;

    Reassembler(StreamChanges changes, Delivery out) {
        this.changes = changes;
        this.out = out;
    }

    /** Takes a segment that {@code half}'s sender sent and {@code peer}'s sender is to receive. */
    void take(HalfStream half, HalfStream peer, TcpSegment segment, PolicySettings settings) {
        turn++;
        if (segment.has(TcpSegment.ACK) && peer.started && isNear(half, segment.sequence())) {
            acknowledge(peer, segment.acknowledgement());
        }
        out.arrived(segment.has(TcpSegment.RST) ? reset(half, peer, segment) : data(half, segment, settings));
    }

    /** Whether a sequence number is within reach of the stream's place. */
    private static boolean isNear(HalfStream half, int sequence) {
        int distance = sequence - half.nextSequence();
        return !half.started || distance < REACH && distance > -REACH;
    }

    private SegmentArrival data(HalfStream half, TcpSegment segment, PolicySettings settings) {
        boolean syn = segment.has(TcpSegment.SYN);
        int sequence = syn ? segment.sequence() + 1 : segment.sequence();
        if (!half.started && half.aborted && !syn) {
            return segment.length() == 0 ? SegmentArrival.EMPTY : SegmentArrival.AFTER_END;
        }
        // A SYN tries again what was reset before it came to anything.
        boolean again = syn && (half.aborted || sequence != half.firstSequence);
        if (!half.started || again && half.isUntouched()) {
            start(half, sequence);
        } else if (again && sequence != half.firstSequence) {
            return SegmentArrival.IMPLAUSIBLE;
        }
        int distance = sequence - half.nextSequence();
        int length = segment.length();
        boolean fin = segment.has(TcpSegment.FIN);
        if (!syn && !fin && distance == -1 && length <= 1) {
            return SegmentArrival.KEEP_ALIVE;
        }
        if (length == 0 && !fin) {
            return SegmentArrival.EMPTY;
        }
        if (half.isOver()) {
            return (long) distance + length > 0 ? SegmentArrival.AFTER_END : SegmentArrival.REPEATED;
        }
        if (!isNear(half, sequence)) {
            if (!goesOn(half, sequence, length)) {
                return SegmentArrival.IMPLAUSIBLE;
            }
            resume(half, sequence);
        } else if (half.strayed) {
            half.strayed = false;
        }
        changes.touch(half);
        return place(half, segment, half.next + (sequence - half.nextSequence()), settings);
    }

    private void start(HalfStream half, int sequence) {
        half.started = true;
        half.aborted = false;
        half.firstSequence = sequence;
        changes.touch(half);
    }

    /** Whether this implausible segment follows on the one before; else it is remembered as the first. */
    private boolean goesOn(HalfStream half, int sequence, int length) {
        boolean follows = half.strayed && sequence == half.straySequence && length > 0;
        half.strayed = !follows;
        half.straySequence = sequence + length;
        changes.touch(half);
        return follows;
    }

    /** Takes the stream up far ahead; how often its sequence numbers have wrapped in between cannot be known. */
    private void resume(HalfStream half, int sequence) {
        half.end = -1;
        giveUp(half);
        skipTo(half, half.next + Integer.toUnsignedLong(sequence - half.nextSequence()));
    }

    /** Delivers or holds what is new in a segment whose first byte has this offset. */
    private SegmentArrival place(HalfStream half, TcpSegment segment, long offset, PolicySettings settings) {
        long last = offset + segment.length();
        boolean news = segment.has(TcpSegment.FIN) && finAt(half, last, segment.packet());
        long to = half.end < 0 ? last : Math.min(last, half.end);
        long at = Math.max(offset, half.next);
        SegmentArrival arrival = last > to && at >= to ? SegmentArrival.AFTER_END : SegmentArrival.REPEATED;
        while (at < to) {
            HeldSegment before = half.floor(at);
            if (before != null && before.end() > at) {
                at = before.end();
                continue;
            }
            HeldSegment after = half.higher(at);
            long stop = after == null ? to : Math.min(to, after.offset);
            boolean now = piece(half, segment, offset, at, stop, settings);
            arrival = now ? SegmentArrival.DELIVERED : SegmentArrival.HELD;
            at = Math.max(stop, half.next);
        }
        finish(half, news);
        if (news && arrival == SegmentArrival.REPEATED) {
            return half.finished ? SegmentArrival.DELIVERED : SegmentArrival.HELD;
        }
        return arrival;
    }

    /** The bytes {@code at} to {@code stop}, which no other segment brought; true if they could be delivered. */
    private boolean piece(
            HalfStream half, TcpSegment segment, long offset, long at, long stop, PolicySettings settings) {
        int start = (int) (at - offset);
        int length = (int) (stop - at);
        int captured = Math.clamp(segment.captured() - (long) start, 0, length);
        int flags = segment.flags() & TcpSegment.URG;
        if (start + length == segment.length()) {
            flags |= segment.flags() & TcpSegment.PSH;
        }
        int from = segment.from() + start;
        if (at != half.next && hasRoom(half, at, HeldSegment.retainedBytes(captured), settings)) {
            byte[] own = Arrays.copyOfRange(segment.bytes(), from, from + captured);
            changes.hold(new HeldSegment(half, at, length, flags, segment.packet(), own, turn));
            return false;
        }
        deliver(half, segment.bytes(), from, captured, length, flags, segment.packet(), true);
        drain(half);
        return true;
    }

    /** Makes room by giving up gaps, the first first; false if that brought the stream to {@code at}. */
    private boolean hasRoom(HalfStream half, long at, long bytes, PolicySettings settings) {
        while (half.heldBytes + bytes > settings.streamMaxBytesPerFlow()
                || changes.heldBytes() + bytes > settings.streamMaxBytes()) {
            out.overflow();
            HeldSegment first = half.first();
            if (first == null || first.offset > at) {
                skipTo(half, at);
                return false;
            }
            skipTo(half, first.offset);
            drain(half);
            if (half.next == at) {
                return false;
            }
        }
        return true;
    }

    /** Notes a FIN; false if it is none. The lower of two stands, since a receiver gets there first; what is held behind it is no part of the stream. */
    private boolean finAt(HalfStream half, long offset, long packet) {
        if (offset < half.next || half.end >= 0 && offset >= half.end) {
            return false;
        }
        half.end = offset;
        half.finPacket = packet;
        for (HeldSegment last = half.last(); last != null && last.end() > offset; last = half.last()) {
            changes.release(last);
            if (last.offset < offset) {
                changes.hold(last.before(offset));
            }
        }
        return true;
    }

    /** Gives up gaps whose bytes the peer has received. */
    private void acknowledge(HalfStream half, int acknowledgement) {
        while (!half.isOver()) {
            HeldSegment first = half.first();
            long target = first == null ? half.end : first.offset;
            int distance = acknowledgement - half.nextSequence();
            if (target <= half.next || distance >= REACH || distance < target - half.next) {
                return;
            }
            skipTo(half, target);
            drain(half);
            finish(half, false);
        }
    }

    private SegmentArrival reset(HalfStream half, HalfStream peer, TcpSegment segment) {
        int distance = segment.sequence() - half.nextSequence();
        if (half.aborted) {
            return SegmentArrival.REPEATED;
        }
        if (half.started && (distance < 0 || distance >= RESET_REACH)) {
            return SegmentArrival.IMPLAUSIBLE;
        }
        giveUp(peer);
        giveUp(half);
        half.aborted = true;
        changes.touch(half);
        out.add().set(half, NO_BYTES, 0, 0, TcpSegment.RST, segment.packet(), true);
        half.missed = 0;
        return SegmentArrival.DELIVERED;
    }

    /** Delivers what is held of both directions: no packet will follow. */
    void close(HalfStream outbound, HalfStream inbound) {
        turn++;
        end(outbound);
        end(inbound);
    }

    /** Delivers what is held; bytes that were missing behind the last one are told by a range of their own. */
    private void end(HalfStream half) {
        giveUp(half);
        if (half.missed > 0) {
            out.add().set(half, NO_BYTES, 0, 0, 0, 0, false);
            half.missed = 0;
        }
    }

    /** Delivers everything held, and the FIN if it was seen: nothing will fill the gaps. */
    private void giveUp(HalfStream half) {
        for (HeldSegment first = half.first(); first != null; first = half.first()) {
            skipTo(half, first.offset);
            drain(half);
        }
        if (half.end > half.next && !half.isOver()) {
            skipTo(half, half.end);
        }
        finish(half, false);
    }

    /** Forgets everything held. */
    void drop(HalfStream half) {
        for (HeldSegment first = half.first(); first != null; first = half.first()) {
            changes.release(first);
        }
    }

    private void skipTo(HalfStream half, long offset) {
        half.missed += offset - half.next;
        half.next = offset;
        changes.touch(half);
    }

    private void drain(HalfStream half) {
        for (HeldSegment first = half.first(); first != null && first.offset == half.next; first = half.first()) {
            changes.release(first);
            deliver(
                    half,
                    first.bytes,
                    0,
                    first.bytes.length,
                    first.length,
                    first.flags,
                    first.packet,
                    first.turn == turn);
        }
    }

    private void deliver(
            HalfStream half, byte[] bytes, int from, int captured, int length, int flags, long packet, boolean own) {
        if (captured > 0) {
            out.add().set(half, bytes, from, captured, flags, packet, own);
            half.missed = 0;
        }
        half.missed += length - captured;
        half.next += length;
    }

    /** Delivers the FIN once its place is reached: with its packet's last bytes if they go out now, else by itself. */
    private void finish(HalfStream half, boolean own) {
        if (half.next != half.end || half.isOver()) {
            return;
        }
        half.finished = true;
        changes.touch(half);
        StreamRange last = out.size() == 0 ? null : out.range(out.size() - 1);
        if (last != null && last.isEndOf(half) && last.packet() == half.finPacket) {
            last.addFlags(TcpSegment.FIN);
        } else {
            out.add().set(half, NO_BYTES, 0, 0, TcpSegment.FIN, half.finPacket, own);
            half.missed = 0;
        }
    }
}
