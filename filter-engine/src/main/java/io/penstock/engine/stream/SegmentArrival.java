// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/** What a segment was to its stream when it arrived (RFC 9293 section 3.4). */
public enum SegmentArrival {
    /** It brings neither bytes nor an end: an acknowledgement, a window update, a SYN. */
    EMPTY,
    /** Bytes of its own, or its FIN or RST, are deliverable now. */
    DELIVERED,
    /** It waits: bytes before it are missing. */
    HELD,
    /** Nothing in it is new: a pure retransmission. */
    REPEATED,
    /** A keep-alive: at most one byte, the one before the next (RFC 9293 section 3.8.4). */
    KEEP_ALIVE,
    /** It lies behind the FIN, or follows the RST, of its direction. */
    AFTER_END,
    /** Its sequence number is no place of this stream: it is left out. */
    IMPLAUSIBLE
}
