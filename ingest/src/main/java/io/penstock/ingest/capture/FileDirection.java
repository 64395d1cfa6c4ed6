// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/** What a capture file itself says about a packet's direction. The ordinal is the number used in pcapng's flags word. */
public enum FileDirection {
    UNKNOWN,
    INBOUND,
    OUTBOUND;

    private static final FileDirection[] BY_CODE = {UNKNOWN, INBOUND, OUTBOUND, UNKNOWN};

    /** The direction of a code: the low two bits of epb_flags (pcapng section 4.3.1); 3 is not assigned, so unknown. */
    public static FileDirection ofCode(int code) {
        return BY_CODE[code & 3];
    }
}
