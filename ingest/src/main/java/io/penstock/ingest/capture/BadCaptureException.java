// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;

/** An input that cannot be read as a capture at all. The message is one line: file, byte offset, what was expected. */
public final class BadCaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why the input was refused. */
    public enum Kind {
        /** There is no such file. */
        MISSING,
        /** It cannot be opened or read. */
        UNREADABLE,
        /** It has no bytes. */
        EMPTY,
        /** It begins like no capture. */
        NOT_A_CAPTURE,
        /** It ends inside its file header. */
        HEADER_CUT,
        /** It is a capture of a version that is not read. */
        UNSUPPORTED
    }

    private final Kind kind;
    private final String source;
    private final long offsetBytes;

    BadCaptureException(Kind kind, String source, long offsetBytes, String what) {
        this(kind, source, offsetBytes, what, null);
    }

    BadCaptureException(Kind kind, String source, long offsetBytes, String what, IOException cause) {
        super(source + ": byte " + offsetBytes + ": " + what, cause);
        this.kind = kind;
        this.source = source;
        this.offsetBytes = offsetBytes;
    }

    /** Why the input was refused. */
    public Kind kind() {
        return kind;
    }

    /** The input as the user named it. */
    public String source() {
        return source;
    }

    /** Where reading stopped, in bytes from the start; in the unpacked data for a compressed input. */
    public long offsetBytes() {
        return offsetBytes;
    }
}
