// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

/** What one end of a TCP session sends, in sequence numbers (RFC 9293 section 3.3.1), and its bytes. One thread. */
final class TcpSide {
    final StreamBuffer buffer = new StreamBuffer();
    int initial;
    /** Sequence number behind what was sent. */
    int next;
    /** What the other end has acknowledged of it. */
    int acknowledged;
    /** What the other end will take, bytes. */
    long window;
    /** By how many bits the other end's window is shifted. */
    int scale;
    /** Sequence number up to which may be sent. */
    int right;

    boolean finished;

    void start(int initialSequence) {
        initial = initialSequence;
        next = initialSequence + 1;
        acknowledged = next;
        right = next;
    }

    void opensWindow() {
        int candidate = acknowledged + (int) window;
        if (candidate - right > 0) {
            right = candidate;
        }
    }

    void acknowledge(int number) {
        if (number - acknowledged > 0) {
            acknowledged = number;
        }
    }

    /** Whether an acknowledgement of what this end sent can be. */
    boolean isValid(int acknowledgement) {
        int ahead = acknowledgement - acknowledged;
        if (ahead < 0) {
            return window == 0 || -(long) ahead <= window;
        }
        return acknowledgement - right <= 0 || ahead == 0;
    }

    /** Place in the stream of a sequence number near its end. */
    long offset(int sequence) {
        long end = buffer.next();
        return end + (sequence - (initial + 1 + (int) end));
    }

    /** Offset behind what is acknowledged. */
    long acknowledgedOffset() {
        return offset(acknowledged);
    }
}
