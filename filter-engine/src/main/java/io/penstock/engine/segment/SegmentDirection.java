// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

/** How far one direction of an edited stream has left, and how its numbers have moved. One thread. */
final class SegmentDirection {
    final SequenceMap map = new SequenceMap();
    boolean started;
    /** Sequence number of place 0. */
    int firstSequence;
    /** Place, as it came, up to which everything has left, was removed or is missing; a FIN counts as one. */
    long left;
    /** Largest payload seen. */
    int largest;
    /** Acknowledgement that the last packet of this direction had, as it came and as it left; meaningful once {@link #acknowledged}. */
    int lastAcknowledgement;

    int lastAcknowledgementLeft;
    boolean acknowledged;
    /** Headers of the last packet whose bytes had to wait, to put before them where another direction's packet frees them; null: none. */
    byte[] header;

    /** The stream begins here, or begins again. */
    void start(int sequenceOfFirst, long place) {
        if (started && firstSequence == sequenceOfFirst) {
            return;
        }
        started = true;
        firstSequence = sequenceOfFirst;
        left = place;
        map.edits().clear();
        map.restore(0, 0);
    }

    /** Place as it left of {@link #left}. */
    long newLeft() {
        return map.end(left);
    }

    /** The place of a sequence number as it came, the one nearest to where the stream stands. */
    long place(int sequence) {
        return left + (sequence - (firstSequence + (int) left));
    }

    int sequence(long newPlace) {
        return firstSequence + (int) newPlace;
    }

    /** An acknowledgement number of this direction's bytes, moved; of none that have not left. */
    int acknowledgement(int number, boolean enforced) {
        if (!started) {
            return number;
        }
        if (enforced) {
            long newPlace = newLeft() + (number - sequence(newLeft()));
            return firstSequence + (int) map.original(newPlace);
        }
        return sequence(Math.min(map.acknowledgement(place(number)), newLeft()));
    }
}
