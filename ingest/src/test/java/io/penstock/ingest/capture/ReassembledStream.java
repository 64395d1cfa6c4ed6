// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import io.penstock.engine.stream.Delivery;
import io.penstock.engine.stream.StreamRange;
import io.penstock.engine.stream.TcpSegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;

/** One direction of a stream as Penstock put it together, and what its segments were like. */
final class ReassembledStream {
    private static final int LONGEST = 1 << 26;

    private final StringBuilder text = new StringBuilder();
    private final BitSet seen = new BitSet();
    private byte[] first = new byte[1024];
    private int firstSequence;
    private boolean started;
    private boolean disagrees;
    private boolean snapped;
    private boolean missed;
    private long payloadBytes;

    /** Looks at a segment: whether it says something else than an earlier one, or was snapped. */
    void look(CapturedSegment segment) {
        int sequence = (segment.flags() & TcpSegment.SYN) != 0 ? segment.sequence() + 1 : segment.sequence();
        if (!started) {
            started = true;
            firstSequence = sequence;
        }
        payloadBytes += segment.length();
        snapped |= segment.payload().length < segment.length();
        int at = sequence - firstSequence;
        for (byte said : segment.payload()) {
            if (at >= 0 && at < LONGEST) {
                disagrees |= isOther(at, said);
            }
            at++;
        }
    }

    private boolean isOther(int at, byte said) {
        if (at >= first.length) {
            first = Arrays.copyOf(first, Math.max(at + 1, first.length * 2));
        }
        if (!seen.get(at)) {
            seen.set(at);
            first[at] = said;
        }
        return first[at] != said;
    }

    static void deliver(Delivery delivery, ReassembledStream outbound, ReassembledStream inbound) {
        for (int i = 0; i < delivery.size(); i++) {
            StreamRange range = delivery.range(i);
            (range.outbound() ? outbound : inbound).add(range);
        }
    }

    private void add(StreamRange range) {
        if (range.missedBefore() > 0) {
            missed = true;
            text.append(FollowedStreams.missed(range.missedBefore()));
        }
        HexFormat.of().formatHex(text, range.bytes(), range.from(), range.from() + range.length());
    }

    long payloadBytes() {
        return payloadBytes;
    }

    String text() {
        return text.toString();
    }

    /** Why the direction need not equal another reader's, empty where it must. */
    String reasons() {
        return (missed ? " gap" : "") + (disagrees ? " overlap" : "") + (snapped ? " snapped" : "");
    }
}
