// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

/** Direction of a packet at its host. */
public enum PacketDirection {
    OUTBOUND,
    INBOUND,
    FORWARD;

    /** The number that a packet row carries: 0 outbound, 1 inbound, 2 forward. */
    public int code() {
        return ordinal();
    }
}
