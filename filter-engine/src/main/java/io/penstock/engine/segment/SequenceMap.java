// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Where the bytes of one direction stand after edits. Places count from the stream's first byte, as it came or as it left. Edits are remembered until the
 * peer has acknowledged them, {@value #MOST_EDITS} of them and {@value #MOST_BYTES} inserted bytes at most; of forgotten ones only the sum of their lengths
 * is known, so that what is sent again of them cannot be made again. One thread.
 */
final class SequenceMap {
    /** So many edits are remembered, the latest. */
    static final int MOST_EDITS = 256;

    /** So many inserted bytes are remembered, the latest. */
    static final int MOST_BYTES = 64 << 10;

    private static final byte[] NONE = {};

    private final Deque<Edit> edits = new ArrayDeque<>();
    private long baseShift;
    private long floor;
    private int bytes;

    /**
     * One change.
     *
     * @param at place of the first removed byte, as it came
     * @param removed bytes
     * @param inserted what stands there now
     * @param shift how far what stands before it has moved
     */
    record Edit(long at, int removed, byte[] inserted, long shift) {
        long end() {
            return at + removed;
        }

        long newStart() {
            return at + shift;
        }

        long newEnd() {
            return at + shift + inserted.length;
        }

        long shiftBehind() {
            return shift + inserted.length - removed;
        }
    }

    /** Notes bytes that were put in at a place, or removed from it; what is put in stands before what is removed there. */
    void edit(long at, int removed, byte[] inserted) {
        Edit last = edits.peekLast();
        if (last != null && last.at() == at && last.removed() == 0) {
            edits.removeLast();
            byte[] joined = Arrays.copyOf(last.inserted(), last.inserted().length + inserted.length);
            System.arraycopy(inserted, 0, joined, last.inserted().length, inserted.length);
            edits.addLast(new Edit(at, removed, joined, last.shift()));
        } else {
            edits.addLast(new Edit(at, removed, inserted, last == null ? baseShift : last.shiftBehind()));
        }
        bytes += inserted.length;
        while (edits.size() > MOST_EDITS || bytes > MOST_BYTES && edits.size() > 1) {
            forgetFirst();
        }
    }

    /** The peer has everything before this place. */
    boolean acknowledged(long place) {
        boolean any = false;
        while (!edits.isEmpty() && edits.getFirst().end() <= place) {
            forgetFirst();
            any = true;
        }
        return any;
    }

    private void forgetFirst() {
        Edit first = edits.removeFirst();
        baseShift = first.shiftBehind();
        floor = first.end();
        bytes -= first.inserted().length;
    }

    /** Whether everything stands where it stood. */
    boolean isIdentity() {
        return edits.isEmpty() && baseShift == 0;
    }

    /** Before this place nothing can be made again. */
    long floor() {
        return floor;
    }

    /** Where a segment starts now that started at this place: before what was put in there, and before all of an edit that it starts in. */
    long start(long place) {
        long shift = baseShift;
        for (Edit edit : edits) {
            if (place <= edit.at()) {
                return place + shift;
            }
            if (place < edit.end()) {
                return edit.newStart();
            }
            shift = edit.shiftBehind();
        }
        return place + shift;
    }

    /** Where a segment ends now that ended at this place: behind what was put in there, and behind all of an edit that it ends in. */
    long end(long place) {
        long shift = baseShift;
        for (Edit edit : edits) {
            if (isBefore(place, edit)) {
                return place + shift;
            }
            if (place < edit.end()) {
                return edit.newEnd();
            }
            shift = edit.shiftBehind();
        }
        return place + shift;
    }

    /** What an acknowledgement of everything before this place acknowledges now. */
    long acknowledgement(long place) {
        long shift = baseShift;
        for (Edit edit : edits) {
            if (isBefore(place, edit)) {
                return place + shift;
            }
            if (place < edit.end()) {
                return edit.newStart();
            }
            shift = edit.shiftBehind();
        }
        return place + shift;
    }

    /** The place as it came of an acknowledgement of what has left; within what was put in, the place before it. */
    long original(long place) {
        long shift = baseShift;
        for (Edit edit : edits) {
            if (place <= edit.newStart()) {
                return place - shift;
            }
            if (place < edit.newEnd()) {
                return edit.at();
            }
            shift = edit.shiftBehind();
        }
        return place - shift;
    }

    private static boolean isBefore(long place, Edit edit) {
        return place < edit.at() || place == edit.at() && edit.removed() > 0;
    }

    /**
     * The bytes that a segment carries now that carried these.
     *
     * @param place of the first
     * @param array holds them from {@code from}
     * @return from {@link #start} of its first place to {@link #end} of its last
     */
    byte[] rewritten(long place, byte[] array, int from, int length) {
        byte[] out = new byte[Math.toIntExact(end(place + length) - start(place))];
        int to = 0;
        long at = place;
        long last = place + length;
        for (Edit edit : edits) {
            boolean touched = edit.removed() == 0
                    ? edit.at() >= place && edit.at() <= last
                    : edit.at() < last && edit.end() > place;
            if (touched) {
                int kept = (int) Math.max(0, edit.at() - at);
                System.arraycopy(array, from + (int) (at - place), out, to, kept);
                to += kept;
                System.arraycopy(edit.inserted(), 0, out, to, edit.inserted().length);
                to += edit.inserted().length;
                at = Math.max(at, edit.end());
            }
        }
        if (at < last) {
            System.arraycopy(array, from + (int) (at - place), out, to, (int) (last - at));
        }
        return out;
    }

    Deque<Edit> edits() {
        return edits;
    }

    long baseShift() {
        return baseShift;
    }

    void restore(long base, long lowest) {
        baseShift = base;
        floor = lowest;
    }

    void restore(Edit edit) {
        edits.addLast(edit);
        bytes += edit.inserted().length;
    }

    static byte[] none() {
        return NONE;
    }
}
