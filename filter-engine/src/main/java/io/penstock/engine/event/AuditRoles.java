// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Which end of an audit event is the local one (spec 8.4, C18): the events differ in what they call the source. */
public final class AuditRoles {
    /** An end of an event. */
    public enum End {
        SOURCE,
        DESTINATION
    }

    private AuditRoles() {}

    /**
     * The local end. Of listens, binds and connections the source, whichever way they go. Of dropped packets the end that is known to be local; where
     * both or neither are, the source is taken for the packet's sender.
     *
     * @param isLocal whether an address and port are known to be a local endpoint's; a port that is not there is empty
     */
    public static End local(AuditEvent event, BiPredicate<String, String> isLocal) {
        return local(event.type(), event.fields(), isLocal);
    }

    /**
     * As {@link #local(AuditEvent, BiPredicate)}, of an event from elsewhere, which may lack fields.
     *
     * @param fields by the names of {@code audit-events.csv}
     */
    public static End local(AuditEventType type, Map<String, String> fields, BiPredicate<String, String> isLocal) {
        return switch (type) {
            case LISTEN_PERMITTED,
                    LISTEN_BLOCKED,
                    CONNECTION_PERMITTED,
                    CONNECTION_BLOCKED,
                    BIND_PERMITTED,
                    BIND_BLOCKED -> End.SOURCE;
            case MAC_BLOCKED, MAC_VETOED, PACKET_DROPPED, PACKET_VETOED ->
                ofPacket(name -> fields.getOrDefault(name, ""), isLocal);
        };
    }

    private static End ofPacket(UnaryOperator<String> field, BiPredicate<String, String> isLocal) {
        boolean source = isLocal.test(field.apply("SourceAddress"), field.apply("SourcePort"));
        boolean destination = isLocal.test(field.apply("DestAddress"), field.apply("DestPort"));
        if (source != destination) {
            return source ? End.SOURCE : End.DESTINATION;
        }
        return field.apply("Direction").equals(EventDirection.IN.auditCode()) ? End.DESTINATION : End.SOURCE;
    }
}
