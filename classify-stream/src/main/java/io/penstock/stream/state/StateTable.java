// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

/** The tables of a task. The letter stands for the table in what is stored, so it never changes and is never used again. */
public enum StateTable {
    /** Flows, by their encoded key. */
    FLOWS('f'),
    /** Fragments of datagrams that are not whole yet, one value per fragment. */
    FRAGMENTS('g'),
    /** TCP streams: a small entry per flow and direction, and one per segment that waits behind a gap. */
    STREAMS('t'),
    /** What stream callouts have come to: a small entry per flow, and one per stretch of bytes that wait for them. */
    STREAM_CALLOUTS('u'),
    /** How far edited streams have left, and what was edited: a small entry per flow. */
    SEGMENTS('d'),
    /** Pended work, by pend id. */
    PENDS('q'),
    /** Packets that wait behind pended work, one per key, in the order of holding. */
    HELD('h'),
    /** Progress per agent and incarnation. */
    AGENTS('a'),
    /** Policy documents by revision, and the active one. */
    POLICY('p'),
    /** Registered callouts. */
    CALLOUTS('c'),
    /** What was pended for callouts, and how it ended. */
    PEND_COUNTS('b'),
    /** How long pends waited, as far as that was published. */
    PEND_LATENCIES('l'),
    /** Hosts whose capture has ended while items of theirs wait. */
    ENDED('e'),
    /** Local endpoints that agents told of. */
    ENDPOINTS('s'),
    /** The multicast index. */
    MULTICAST('m'),
    /** Captures that have ended, and how far all partitions agree on that. */
    CLOSING('k'),
    /** Records of a host's next capture that wait for the end of the one before. */
    NEXT('n'),
    /** Clones that wait for the policy under which they were made. */
    EARLY('w');

    private final byte letter;

    StateTable(char letter) {
        this.letter = (byte) letter;
    }

    byte letter() {
        return letter;
    }
}
