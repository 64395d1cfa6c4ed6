// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamPiece;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of one packet, and of what left the stream layer with it, the segments that leave in its place. A packet carries what its visit made leave: its own
 * bytes as they are now, bytes that had waited for it, and bytes of another direction that its acknowledgement has freed. Bytes that wait leave with a
 * later one. What is sent again is made again from the edits (RFC 9293 section 3.4). One thread.
 */
public final class Segmenter {
    /** What any receiver takes in one segment (RFC 9293 section 3.7.1), less what options may take. */
    private static final int LEAST_MOST_V4 = 536;

    private static final int LEAST_MOST_V6 = 1_220;

    private SegmentState state;
    private long leftBefore;
    private boolean outbound;
    private final List<SegmentRun> own = new ArrayList<>();
    private final List<SegmentRun> others = new ArrayList<>();

    /**
     * A packet that leaves.
     *
     * @param outbound which way
     * @param frame its bytes, checksums not written
     */
    public record Leaving(boolean outbound, byte[] frame) {}

    /**
     * A packet comes to the stream layer; both directions have been told where they start.
     *
     * @param of its flow's state
     * @param isOutbound its direction
     */
    public void begin(SegmentState of, boolean isOutbound) {
        state = of;
        outbound = isOutbound;
        own.clear();
        others.clear();
        if (of.putDown == null) {
            leftBefore = of.direction(isOutbound).left;
        } else {
            leftBefore = of.putDown.leftBefore();
            own.addAll(of.putDown.own());
            others.addAll(of.putDown.others());
            of.putDown = null;
        }
    }

    /** The packet waits in the middle of its visit: what has left so far leaves when it is taken up again, with {@link #begin}. */
    public void putDown() {
        state.putDown = new SegmentState.PutDown(leftBefore, List.copyOf(own), List.copyOf(others));
    }

    /**
     * Tells where a direction starts, before anything of it is told; a second time it is not heard.
     *
     * @param sequenceOfFirst sequence number of place 0
     * @param place where it stands: everything before has left
     */
    public static void start(SegmentState of, boolean isOutbound, int sequenceOfFirst, long place) {
        of.direction(isOutbound).start(sequenceOfFirst, place);
    }

    /** Tells what has left the stream layer in a direction. The bytes are copied. */
    public void left(boolean isOutbound, List<StreamPiece> pieces) {
        SegmentDirection direction = state.direction(isOutbound);
        List<SegmentRun> runs = isOutbound == outbound ? own : others;
        for (StreamPiece piece : pieces) {
            switch (piece) {
                case StreamPiece.Permitted passed -> passed(direction, runs, passed);
                case StreamPiece.Injected put -> {
                    SegmentRun run = run(direction, runs);
                    byte[] inserted = new byte[put.length()];
                    System.arraycopy(put.array(), put.from(), inserted, 0, put.length());
                    run.bytes.write(inserted, 0, inserted.length);
                    run.fin |= StreamFlags.isDisconnect(put.flags());
                    if (inserted.length > 0) {
                        direction.map.edit(direction.left, 0, inserted);
                    }
                }
                case StreamPiece.Removed gone -> {
                    skip(direction, gone.offset());
                    int length = StreamFlags.isDisconnect(gone.flags()) ? 1 : gone.length();
                    boolean replaced = length == 1 && !runs.isEmpty() && runs.getLast().fin;
                    if (length > 0 && !replaced && !StreamFlags.isAbort(gone.flags())) {
                        direction.map.edit(direction.left, length, SequenceMap.none());
                    }
                    direction.left += length;
                }
                case StreamPiece.Missing lost -> skip(direction, lost.offset() + lost.length());
            }
        }
    }

    private static void passed(SegmentDirection direction, List<SegmentRun> runs, StreamPiece.Permitted passed) {
        if (StreamFlags.isAbort(passed.flags())) {
            return;
        }
        skip(direction, passed.offset());
        SegmentRun run = run(direction, runs);
        run.bytes.write(passed.array(), passed.from(), passed.length());
        direction.left += passed.length();
        run.push |= (passed.flags() & StreamFlags.RECEIVE_PUSH) != 0;
        if (StreamFlags.isDisconnect(passed.flags())) {
            run.fin = true;
            direction.left++;
        }
    }

    private static void skip(SegmentDirection direction, long place) {
        direction.left = Math.max(direction.left, place);
    }

    /** The run that goes on where the direction stands. */
    private static SegmentRun run(SegmentDirection direction, List<SegmentRun> runs) {
        long at = direction.newLeft();
        if (runs.isEmpty() || runs.getLast().end() != at || runs.getLast().fin) {
            runs.add(new SegmentRun(at));
        }
        return runs.getLast();
    }

    /**
     * What leaves in the packet's place; null: the packet as it is.
     *
     * @param enforced whether the host that sent or takes the packet has not seen the edits: then its acknowledgements speak of what has left
     */
    public List<Leaving> end(byte[] rows, int row, byte[] frames, boolean enforced) {
        TcpFrame packet = TcpFrame.of(rows, row, frames);
        if (packet == null) {
            return others.isEmpty() && own.isEmpty() ? null : List.of();
        }
        SegmentDirection direction = state.direction(outbound);
        SegmentDirection peer = state.direction(!outbound);
        direction.largest = Math.max(direction.largest, packet.payloadLength);
        List<Leaving> leaving = new ArrayList<>();
        freed(peer, direction, leaving);
        int flags = packet.flags();
        boolean acknowledges = (flags & TcpFrame.ACK) != 0;
        int acknowledgement = packet.acknowledgement();
        int moved = acknowledges ? peer.acknowledgement(acknowledgement, enforced) : acknowledgement;
        int others = leaving.size();
        if ((flags & TcpFrame.SYN) != 0 || !direction.started) {
            leaving.add(leaving(packet, peer, packet.sequence(), moved, flags, slice(packet), 0));
        } else if ((flags & TcpFrame.RST) != 0 || isBare(packet)) {
            bare(packet, direction, peer, moved, leaving);
        } else {
            data(packet, direction, peer, moved, leaving);
        }
        if (acknowledges) {
            acknowledged(direction, peer, acknowledgement, moved, leaving.size() > others);
        }
        boolean same = leaving.size() == 1
                && others == 0
                && packet.isSame(leaving.getFirst().frame());
        return same ? null : leaving;
    }

    private static byte[] slice(TcpFrame packet) {
        byte[] bytes = new byte[packet.payloadLength];
        System.arraycopy(packet.frame, packet.from + packet.payload, bytes, 0, bytes.length);
        return bytes;
    }

    private static boolean isBare(TcpFrame packet) {
        return packet.payloadLength == 0 && (packet.flags() & TcpFrame.FIN) == 0;
    }

    private static void acknowledged(
            SegmentDirection direction, SegmentDirection peer, int acknowledgement, int moved, boolean leaves) {
        if (peer.started) {
            peer.map.acknowledged(peer.place(acknowledgement));
        }
        direction.lastAcknowledgement = acknowledgement;
        if (leaves) {
            direction.lastAcknowledgementLeft = moved;
        }
        direction.acknowledged |= leaves;
    }

    /** Bytes of the other direction that an acknowledgement has freed: they leave before it, behind the headers of their last packet that had to wait. */
    private void freed(SegmentDirection peer, SegmentDirection direction, List<Leaving> leaving) {
        if (peer.header == null) {
            return;
        }
        TcpFrame packet = TcpFrame.ofHeader(peer.header);
        int moved = direction.acknowledgement(packet.acknowledgement(), false);
        for (SegmentRun run : others) {
            cut(packet, peer, direction, run, moved, !outbound, leaving);
        }
        if (!others.isEmpty()) {
            peer.header = null;
        }
    }

    /** No bytes and no FIN: it stands where the stream has come to; one that would only repeat what was acknowledged is left out. */
    private void bare(
            TcpFrame packet, SegmentDirection direction, SegmentDirection peer, int moved, List<Leaving> leaving) {
        boolean reset = (packet.flags() & TcpFrame.RST) != 0;
        boolean wasNew = !direction.acknowledged || packet.acknowledgement() != direction.lastAcknowledgement;
        boolean isNew = !direction.acknowledged || moved != direction.lastAcknowledgementLeft;
        if (!reset && wasNew && !isNew && !peer.map.isIdentity()) {
            return;
        }
        if (!reset && wasNew && !isNew && moved != packet.acknowledgement()) {
            return;
        }
        long place = Math.min(direction.map.start(direction.place(packet.sequence())), direction.newLeft());
        leaving.add(leaving(packet, peer, direction.sequence(place), moved, packet.flags(), slice(packet), 0));
    }

    /** Bytes, or a FIN: those that were sent before as they are now, and those that leave with this packet. */
    private void data(
            TcpFrame packet, SegmentDirection direction, SegmentDirection peer, int moved, List<Leaving> leaving) {
        long place = leftBefore + (packet.sequence() - (direction.firstSequence + (int) leftBefore));
        int repeated = Math.clamp(leftBefore - place, 0, packet.payloadLength);
        boolean fin = (packet.flags() & TcpFrame.FIN) != 0;
        boolean finAgain = fin && place + packet.payloadLength + 1 <= leftBefore;
        boolean canRepeat = place >= direction.map.floor();
        List<SegmentRun> runs = new ArrayList<>();
        if ((repeated > 0 || finAgain) && canRepeat) {
            SegmentRun again = new SegmentRun(direction.map.start(place));
            byte[] now = direction.map.rewritten(place, packet.frame, packet.from + packet.payload, repeated);
            again.bytes.write(now, 0, now.length);
            again.fin = finAgain;
            runs.add(again);
        }
        for (SegmentRun run : own) {
            SegmentRun last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.end() == run.start && !last.fin) {
                last.bytes.writeBytes(run.bytes.toByteArray());
                last.fin = run.fin;
                last.push |= run.push;
            } else {
                runs.add(run);
            }
        }
        runs.removeIf(SegmentRun::isEmpty);
        if (runs.isEmpty()) {
            waits(packet, direction, peer, moved, leaving);
            return;
        }
        boolean pushes = (packet.flags() & TcpFrame.PSH) != 0;
        runs.getLast().push |= pushes;
        for (SegmentRun run : runs) {
            cut(packet, direction, peer, run, moved, outbound, leaving);
        }
    }

    /** All its bytes wait; what it acknowledges need not. */
    private void waits(
            TcpFrame packet, SegmentDirection direction, SegmentDirection peer, int moved, List<Leaving> leaving) {
        direction.header = packet.header();
        boolean isNew = (packet.flags() & TcpFrame.ACK) != 0
                && direction.acknowledged
                && moved - direction.lastAcknowledgementLeft > 0;
        if (isNew) {
            int flags = packet.flags() & ~(TcpFrame.PSH | TcpFrame.FIN | TcpFrame.URG);
            leaving.add(leaving(
                    packet, peer, direction.sequence(direction.newLeft()), moved, flags, SequenceMap.none(), 0));
        }
    }

    private void cut(
            TcpFrame packet,
            SegmentDirection direction,
            SegmentDirection peer,
            SegmentRun run,
            int moved,
            boolean isOutbound,
            List<Leaving> leaving) {
        byte[] bytes = run.bytes.toByteArray();
        int least = packet.ipv6 ? LEAST_MOST_V6 : LEAST_MOST_V4;
        int most = Math.min(packet.most(), Math.max(direction.largest, least));
        int number = 0;
        int at = 0;
        do {
            int length = Math.min(most, bytes.length - at);
            boolean last = at + length == bytes.length;
            int flags = packet.flags() & ~(TcpFrame.FIN | TcpFrame.PSH | TcpFrame.SYN | TcpFrame.RST);
            if (!last || number > 0) {
                flags &= ~TcpFrame.URG;
            }
            flags |= last && run.push ? TcpFrame.PSH : 0;
            flags |= last && run.fin ? TcpFrame.FIN : 0;
            byte[] made = packet.with(direction.sequence(run.start + at), moved, flags, bytes, at, length, number++);
            packet.moveSack(made, peer);
            leaving.add(new Leaving(isOutbound, made));
            at += length;
        } while (at < bytes.length);
    }

    private Leaving leaving(
            TcpFrame packet, SegmentDirection peer, int sequence, int moved, int flags, byte[] bytes, int number) {
        byte[] made = packet.with(sequence, moved, flags, bytes, 0, bytes.length, number);
        if (peer.started) {
            packet.moveSack(made, peer);
        }
        return new Leaving(outbound, made);
    }
}
