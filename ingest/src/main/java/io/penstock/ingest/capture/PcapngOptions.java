// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/** Walks the options of a block that is whole in the buffer (pcapng section 3.5). Offsets count from the block. */
final class PcapngOptions {
    private static final int END_OF_OPTIONS = 0;

    private final CaptureBytes bytes;
    private int at;
    private int end;
    private int code;
    private int length;
    private boolean broken;

    PcapngOptions(CaptureBytes bytes, int from, int to) {
        this.bytes = bytes;
        begin(from, to);
    }

    /** Starts over with another block. */
    void begin(int from, int to) {
        at = from;
        end = to;
        length = 0;
        broken = false;
    }

    /** Moves to the next option; false at the end, and where an option reaches beyond its block. */
    boolean next() {
        if (end - at < 4) {
            broken = end != at;
            return false;
        }
        code = bytes.unsignedShortAt(at);
        length = bytes.unsignedShortAt(at + 2);
        if (code == END_OF_OPTIONS) {
            at = end;
            return false;
        }
        at += 4 + (length + 3 & ~3);
        broken = at > end;
        return !broken;
    }

    boolean broken() {
        return broken;
    }

    int code() {
        return code;
    }

    int length() {
        return length;
    }

    /** Where the value begins. */
    int valueAt() {
        return at - (length + 3 & ~3);
    }
}
