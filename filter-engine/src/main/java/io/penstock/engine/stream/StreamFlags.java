// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/**
 * Bits of {@code streamData.flags} (spec 7.2). The sources do not tell their values; these follow their order, inbound in the lower half, outbound
 * in the upper (P15).
 */
public final class StreamFlags {
    public static final int RECEIVE = 0x1;
    /** Urgent data. */
    public static final int RECEIVE_EXPEDITED = 0x2;
    /** FIN. */
    public static final int RECEIVE_DISCONNECT = 0x4;
    /** RST. */
    public static final int RECEIVE_ABORT = 0x8;

    public static final int RECEIVE_PUSH = 0x10;
    public static final int SEND = 0x1_0000;
    /** Urgent data. */
    public static final int SEND_EXPEDITED = 0x2_0000;

    public static final int SEND_NODELAY = 0x4_0000;
    /** FIN. */
    public static final int SEND_DISCONNECT = 0x8_0000;
    /** RST. */
    public static final int SEND_ABORT = 0x10_0000;

    private static final int DISCONNECT = RECEIVE_DISCONNECT | SEND_DISCONNECT;
    private static final int ABORT = RECEIVE_ABORT | SEND_ABORT;
    /** What is said of the last byte of a segment, or behind it, rather than of all of its bytes. */
    private static final int AT_END = DISCONNECT | ABORT | RECEIVE_PUSH;

    private static final int KNOWN = RECEIVE | RECEIVE_EXPEDITED | SEND | SEND_EXPEDITED | SEND_NODELAY | AT_END;

    private StreamFlags() {}

    /** The flag that every segment of a direction has. */
    public static int of(boolean outbound) {
        return outbound ? SEND : RECEIVE;
    }

    /** The flag of a FIN in that direction. */
    public static int disconnect(boolean outbound) {
        return outbound ? SEND_DISCONNECT : RECEIVE_DISCONNECT;
    }

    /** The flag of a RST in that direction. */
    public static int abort(boolean outbound) {
        return outbound ? SEND_ABORT : RECEIVE_ABORT;
    }

    /** Whether these are bits of bytes that the local end sends. */
    public static boolean isOutbound(int flags) {
        return (flags & SEND) != 0;
    }

    /** Whether these bits hold a FIN, of either direction. */
    public static boolean isDisconnect(int flags) {
        return (flags & DISCONNECT) != 0;
    }

    /** Whether these bits hold a RST, of either direction. */
    public static boolean isAbort(int flags) {
        return (flags & ABORT) != 0;
    }

    /** The flags that stay with the leading bytes where a segment is cut in two. */
    public static int withoutEnd(int flags) {
        return flags & ~AT_END;
    }

    /**
     * Whether data with these flags may be injected into a direction (spec 7.7 S3): its own flag, none of the other direction, and data unless it is a
     * FIN.
     *
     * @param length bytes of data, 0 and up
     */
    public static boolean mayInject(int flags, boolean outbound, int length) {
        int own = outbound ? flags >>> 16 << 16 : flags & 0xFFFF;
        return own == flags
                && (flags & ~KNOWN) == 0
                && (flags & of(outbound)) != 0
                && !isAbort(flags)
                && (length > 0 || isDisconnect(flags));
    }
}
