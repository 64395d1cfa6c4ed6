// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.event.AuditEventType;
import io.penstock.engine.event.AuditRoles;
import io.penstock.engine.event.EventDirection;
import io.penstock.engine.event.LayerName;
import io.penstock.engine.event.NetEvent;
import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.NetEventFlag;
import io.penstock.engine.event.NetEventHeader;
import io.penstock.engine.event.RecordedEvent;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Turns events 5150 to 5159 of the security log into net events (spec 8.4): which end is local, what was decided, where. One file, one thread. */
final class SecurityEvents {
    private static final int FILTER_ID_BITS = 63;
    private static final int LAYER_ID_BITS = 16;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final LocalEndpoints known = new LocalEndpoints();

    /** Which of the ten it is; empty for any other event of the log. */
    static Optional<AuditEventType> type(LoggedRecord logged) {
        return EventText.integer(logged.eventId(), LAYER_ID_BITS).stream()
                .boxed()
                .flatMap(id -> AuditEventType.of(id).stream())
                .findFirst();
    }

    RecordedEvent read(AuditEventType type, LoggedRecord logged, String host, long number, List<String> doubts)
            throws NotUnderstoodException {
        // ProcessId and ProcessID are both in use.
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.putAll(logged.fields());
        MemberReader members = new MemberReader(name -> fields.getOrDefault(name, ""), doubts);
        long filterId = members.needed("FilterRTID", FILTER_ID_BITS);
        LayerName layerName = new LayerName(members.text("LayerName"));
        int layerId = layerId(members, layerName);
        EventDirection direction = members.direction("Direction");
        if (direction != null) {
            fields.put("Direction", direction.auditCode());
        }
        NetEventHeader header = header(type, logged, fields, members);
        boolean loopback = !header.localAddress().isEmpty()
                && (header.localAddress().equals(header.remoteAddress()) || isLoopback(header.localAddress()));
        NetEventBody body = body(type, members, fields, direction, filterId, layerId, loopback);
        return new RecordedEvent(
                RecordedEvent.Log.SECURITY,
                Integer.toString(type.id()),
                new NetEvent(header, body),
                host.isEmpty() ? logged.computer() : host,
                EventText.number(logged.recordId(), FILTER_ID_BITS).orElse(-1),
                number,
                logged.line(),
                members.number("ProcessId", 32, -1),
                layerName,
                members.text("FilterOrigin"),
                members.number("InterfaceIndex", 32, -1),
                type == AuditEventType.PACKET_VETOED || type == AuditEventType.MAC_VETOED,
                List.of(),
                null);
    }

    private static int layerId(MemberReader members, LayerName name) throws NotUnderstoodException {
        if (members.text("LayerRTID").isEmpty() && !name.families().isEmpty()) {
            members.doubt("without LayerRTID: the layer goes by LayerName");
            return -1;
        }
        return (int) members.needed("LayerRTID", LAYER_ID_BITS);
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1");
    }

    private static NetEventBody body(
            AuditEventType type,
            MemberReader members,
            Map<String, String> fields,
            EventDirection direction,
            long filterId,
            int layerId,
            boolean loopback) {
        return switch (type) {
            case MAC_BLOCKED, MAC_VETOED -> {
                boolean in = direction == EventDirection.IN;
                long source = mac(members, fields, "SourceAddress");
                long destination = mac(members, fields, "DestAddress");
                yield new NetEventBody.ClassifyDropMac(
                        in ? destination : source,
                        in ? source : destination,
                        members.integer("MediaType", 31),
                        members.integer("InterfaceType", 31),
                        members.integer("EtherType", 16),
                        members.integer("VlanTag", 16),
                        filterId,
                        layerId,
                        direction);
            }
            case PACKET_DROPPED, PACKET_VETOED, LISTEN_BLOCKED, CONNECTION_BLOCKED, BIND_BLOCKED ->
                new NetEventBody.ClassifyDrop(filterId, layerId, 0, 0, 0, direction, loopback, "", 0, 0);
            case LISTEN_PERMITTED, CONNECTION_PERMITTED, BIND_PERMITTED ->
                new NetEventBody.ClassifyAllow(filterId, layerId, 0, 0, 0, direction, loopback);
        };
    }

    private static long mac(MemberReader members, Map<String, String> fields, String name) {
        OptionalLong mac = EventText.mac(fields.getOrDefault(name, ""));
        if (mac.isEmpty()) {
            members.doubt(name + " is no MAC address");
        }
        return mac.orElse(0);
    }

    private NetEventHeader header(
            AuditEventType type, LoggedRecord logged, Map<String, String> fields, MemberReader members) {
        Set<NetEventFlag> flags = EnumSet.noneOf(NetEventFlag.class);
        OptionalLong time = EventText.nanos(logged.time());
        if (time.isEmpty()) {
            members.doubt("without a time");
        } else if (!EventText.hasOffset(logged.time()) && !logged.time().contains("/Date(")) {
            members.doubt("a time without its offset: taken as UTC");
        }
        boolean mac = type == AuditEventType.MAC_BLOCKED || type == AuditEventType.MAC_VETOED;
        long protocol = mac ? -1 : members.number("Protocol", 8, -1);
        if (protocol >= 0) {
            flags.add(NetEventFlag.IP_PROTOCOL_SET);
        }
        boolean sourceIsLocal = sourceIsLocal(type, logged, fields);
        boolean icmp = protocol == ICMP || protocol == ICMPV6;
        // Type and code of ICMP keep their places, whichever end is the local one.
        boolean sourcePortIsLocal = sourceIsLocal || icmp;
        Optional<InetAddress> source = mac ? Optional.empty() : address(members, "SourceAddress");
        Optional<InetAddress> destination = mac ? Optional.empty() : address(members, "DestAddress");
        String local = ends(flags, NetEventFlag.LOCAL_ADDR_SET, sourceIsLocal ? source : destination);
        String remote = ends(flags, NetEventFlag.REMOTE_ADDR_SET, sourceIsLocal ? destination : source);
        int localPort =
                port(flags, NetEventFlag.LOCAL_PORT_SET, members, sourcePortIsLocal ? "SourcePort" : "DestPort");
        int remotePort =
                port(flags, NetEventFlag.REMOTE_PORT_SET, members, sourcePortIsLocal ? "DestPort" : "SourcePort");
        String application = members.text("Application");
        if (!application.isEmpty()) {
            flags.add(NetEventFlag.APP_ID_SET);
        }
        int version = source.or(() -> destination).map(EventText::version).orElse(0);
        if (version != 0) {
            flags.add(NetEventFlag.IP_VERSION_SET);
        }
        return new NetEventHeader(
                time.orElse(0),
                flags,
                version,
                (int) Math.max(0, protocol),
                local,
                remote,
                localPort,
                remotePort,
                0,
                application,
                "",
                "",
                "",
                0,
                "");
    }

    /** Whether the source is the local end. What later events are held against is taken from those that are sure. */
    private boolean sourceIsLocal(AuditEventType type, LoggedRecord logged, Map<String, String> fields) {
        String computer = logged.computer();
        String source = fields.getOrDefault("SourceAddress", "");
        String sourcePort = fields.getOrDefault("SourcePort", "");
        boolean sure = type != AuditEventType.PACKET_DROPPED && type != AuditEventType.PACKET_VETOED;
        if (sure) {
            known.add(computer, source, sourcePort);
        }
        boolean byPort = known.hasEndpoint(computer, source, sourcePort)
                != known.hasEndpoint(
                        computer, fields.getOrDefault("DestAddress", ""), fields.getOrDefault("DestPort", ""));
        return AuditRoles.local(
                        type,
                        fields,
                        (address, port) -> byPort
                                ? known.hasEndpoint(computer, address, port)
                                : known.hasAddress(computer, address))
                == AuditRoles.End.SOURCE;
    }

    private static Optional<InetAddress> address(MemberReader members, String name) {
        String text = members.text(name);
        Optional<InetAddress> address = EventText.address(text);
        if (address.isEmpty() && !text.isEmpty()) {
            members.doubt(name + " is no address");
        }
        return address;
    }

    private static String ends(Set<NetEventFlag> flags, NetEventFlag flag, Optional<InetAddress> address) {
        address.ifPresent(there -> flags.add(flag));
        return address.map(EventAddress::text).orElse("");
    }

    private static int port(Set<NetEventFlag> flags, NetEventFlag flag, MemberReader members, String name) {
        int port = (int) members.number(name, 16, -1);
        if (port >= 0) {
            flags.add(flag);
        }
        return Math.max(0, port);
    }
}
