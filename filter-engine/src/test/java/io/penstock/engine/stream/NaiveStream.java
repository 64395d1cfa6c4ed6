// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.Arrays;

/** The oracle of reassembly: for each byte of one direction, what was said of it first and by which packet. Knows its length beforehand. */
final class NaiveStream {
    private static final int UNSEEN = -1;
    /** Told by the headers of a frame that was snapped. */
    private static final int SNAPPED = -2;

    private final boolean outbound;
    private final int[] first;
    private final long[] packet;
    private int finAt = -1;
    private boolean finished;
    private int next;
    private long missed;

    NaiveStream(boolean outbound, int length) {
        this.outbound = outbound;
        first = new int[length];
        packet = new long[length];
        Arrays.fill(first, UNSEEN);
    }

    void receive(int offset, byte[] bytes, int captured, boolean fin, long packetId) {
        for (int i = 0; i < bytes.length; i++) {
            int at = offset + i;
            if (at >= next && first[at] == UNSEEN) {
                first[at] = i < captured ? bytes[i] & 0xFF : SNAPPED;
                packet[at] = packetId;
            }
        }
        if (fin) {
            finAt = offset + bytes.length;
        }
    }

    /** Delivers what is contiguous: each byte with its place, its packet, and how many are missing before it. */
    void deliver(StringBuilder to) {
        while (next < first.length && first[next] != UNSEEN) {
            if (first[next] == SNAPPED) {
                missed++;
            } else {
                to.append(mark())
                        .append('=')
                        .append(first[next])
                        .append('#')
                        .append(packet[next])
                        .append(' ');
                missed = 0;
            }
            next++;
        }
        if (next == finAt && !finished) {
            finished = true;
            to.append(mark()).append("FIN ");
            missed = 0;
        }
    }

    private String mark() {
        return (outbound ? ">" : "<") + next + "-" + missed;
    }

    /** The peer has received everything before {@code offset}: gaps before something received are over. */
    void acknowledge(int offset, StringBuilder to) {
        for (int at = nextKnown(); at >= 0 && at > next && at <= offset; at = nextKnown()) {
            missed += at - next;
            next = at;
            deliver(to);
        }
    }

    void end(StringBuilder to) {
        acknowledge(first.length, to);
    }

    /** Where something received lies behind the stream's place, -1 where nothing does. */
    private int nextKnown() {
        for (int at = next; at < first.length; at++) {
            if (first[at] != UNSEEN) {
                return at;
            }
        }
        return finished ? -1 : finAt;
    }
}
