// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.packet.PacketRow;

/** Which way an item went, as net and audit events say it (spec 3.7, 8.4). */
public enum EventDirection {
    IN(14592),
    OUT(14593),
    FORWARD(14594);

    private final int code;

    EventDirection(int code) {
        this.code = code;
    }

    /** Of a direction as {@code PacketRow} numbers it. */
    static EventDirection of(int rowDirection) {
        return switch (rowDirection) {
            case PacketRow.INBOUND -> IN;
            case PacketRow.OUTBOUND -> OUT;
            default -> FORWARD;
        };
    }

    /** The number of {@code msFwpDirection}: 0x3900, 0x3901, 0x3902. */
    public int code() {
        return code;
    }

    /** The message parameter of audit events, {@code %%14592}. */
    public String auditCode() {
        return "%%" + code;
    }

    /** As a net event spells it, {@code MS_FWP_DIRECTION_IN}. */
    public String key() {
        return "MS_FWP_DIRECTION_" + name();
    }
}
