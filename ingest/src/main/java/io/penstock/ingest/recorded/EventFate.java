// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import io.penstock.engine.event.AuditEventType;
import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.event.RecordedEvent.Decision;
import io.penstock.engine.policy.Layer;

/** What becomes of an event that was understood (spec 8.2 to 8.4). */
public enum EventFate {
    /** A drop: published as a discard. */
    DISCARD,
    /** A connection, listen or bind that was permitted: published with the flows. */
    CONNECTION,
    /** A connection, listen or bind that was blocked: published as both. */
    BLOCKED_CONNECTION,
    /** It tells of no filter's decision, so there is nothing to publish. */
    UNDECIDED,
    /** It has no time, so it belongs to no window and cannot be known again. */
    UNDATED;

    /** The fate of an event. */
    public static EventFate of(RecordedEvent event) {
        if (event.decision() == Decision.NONE) {
            return UNDECIDED;
        }
        if (event.event().header().timeNanos() <= 0) {
            return UNDATED;
        }
        if (event.decision() == Decision.PERMIT) {
            return CONNECTION;
        }
        boolean asked = switch (event.log()) {
            case SECURITY -> isOfConnection(auditType(event));
            case NET_EVENTS -> isOfConnection(event);
        };
        return asked ? BLOCKED_CONNECTION : DISCARD;
    }

    boolean isDiscard() {
        return this == DISCARD || this == BLOCKED_CONNECTION;
    }

    boolean isConnection() {
        return this == CONNECTION || this == BLOCKED_CONNECTION;
    }

    static AuditEventType auditType(RecordedEvent event) {
        return AuditEventType.of(Integer.parseInt(event.type())).orElseThrow();
    }

    private static boolean isOfConnection(AuditEventType type) {
        return switch (type) {
            case MAC_BLOCKED, MAC_VETOED, PACKET_DROPPED, PACKET_VETOED -> false;
            case LISTEN_PERMITTED,
                    LISTEN_BLOCKED,
                    CONNECTION_PERMITTED,
                    CONNECTION_BLOCKED,
                    BIND_PERMITTED,
                    BIND_BLOCKED -> true;
        };
    }

    /** Net events have one type for all drops: the layer tells whether a connection, a listen or a bind was asked for. */
    private static boolean isOfConnection(RecordedEvent event) {
        return switch (event.event().body()) {
            case NetEventBody.ClassifyDrop _ ->
                event.layer()
                        .filter(layer -> !layer.isDiscard())
                        .map(Layer::family)
                        .filter(family -> switch (family) {
                            case "ALE_AUTH_CONNECT",
                                    "ALE_AUTH_RECV_ACCEPT",
                                    "ALE_AUTH_LISTEN",
                                    "ALE_RESOURCE_ASSIGNMENT" -> true;
                            default -> false;
                        })
                        .isPresent();
            case NetEventBody.CapabilityDrop _ -> true;
            case NetEventBody.ClassifyDropMac _,
                    NetEventBody.IpsecKernelDrop _,
                    NetEventBody.ClassifyAllow _,
                    NetEventBody.CapabilityAllow _,
                    NetEventBody.LpmPacketArrival _,
                    NetEventBody.Uninterpreted _ -> false;
        };
    }
}
