// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.classify.Authorization;
import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.Item;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes audit events (spec 8.4): one of a dropped packet for each, one of a connection, listen or bind for its first authorisation. A packet's source
 * is its sender; a connection's is its local end. One thread.
 */
final class AuditEvents {
    private final Consumer<AuditEvent> sink;
    private final FilterOrigins origins;

    AuditEvents(Consumer<AuditEvent> sink, FilterOrigins origins) {
        this.sink = sink;
        this.origins = origins;
    }

    void discarded(Item item, Discard discard) {
        boolean veto = discard.detail() == DiscardReason.VETO;
        if (NetEvents.isMac(discard.layer())) {
            tell(veto ? AuditEventType.MAC_VETOED : AuditEventType.MAC_BLOCKED, item, macFields(item, discard));
            return;
        }
        if (!discard.detail().isStack() && isAudited(discard)) {
            packet(item, discard, veto, discard.layer(), discard.filterId(), discard.filterKey(), discard.calloutKey());
        }
        Discard.Suppression by = discard.suppression();
        if (by != null) {
            packet(item, discard, by.veto(), by.layer(), by.filterId(), by.filterKey(), by.calloutKey());
        }
    }

    /** Whether the drop of a packet at this layer has event 5152: a bind's has 5159, a stream's is of bytes. */
    private static boolean isAudited(Discard discard) {
        boolean packet = discard.wireBytes() > 0;
        return packet
                && switch (discard.layer().family()) {
                    case "INBOUND_IPPACKET",
                            "OUTBOUND_IPPACKET",
                            "IPFORWARD",
                            "INBOUND_TRANSPORT",
                            "OUTBOUND_TRANSPORT",
                            "DATAGRAM_DATA",
                            "INBOUND_ICMP_ERROR",
                            "OUTBOUND_ICMP_ERROR",
                            "STREAM_PACKET",
                            "ALE_AUTH_RECV_ACCEPT",
                            "ALE_AUTH_CONNECT" -> true;
                    default -> false;
                };
    }

    private void packet(
            Item item, Discard discard, boolean veto, Layer layer, long filterId, String filterKey, String calloutKey) {
        Map<String, String> fields = new HashMap<>();
        EventDirection direction = EventDirection.of(discard.direction());
        process(fields, "ProcessId", item, direction == EventDirection.OUT);
        fields.put("Direction", direction.auditCode());
        ends(fields, PacketEnds.of(item), true);
        filter(fields, layer, filterId);
        origin(fields, item, filterKey, calloutKey);
        tell(veto ? AuditEventType.PACKET_VETOED : AuditEventType.PACKET_DROPPED, item, fields);
    }

    void authorized(Item item, Authorization ended) {
        boolean blocked = ended.isBlocked();
        switch (ended.layer().family()) {
            case "ALE_AUTH_LISTEN" ->
                local(item, ended, blocked ? AuditEventType.LISTEN_BLOCKED : AuditEventType.LISTEN_PERMITTED);
            case "ALE_RESOURCE_ASSIGNMENT" ->
                local(item, ended, blocked ? AuditEventType.BIND_BLOCKED : AuditEventType.BIND_PERMITTED);
            default -> {
                if (ended.isFirst()) {
                    connection(item, ended);
                }
            }
        }
    }

    private void local(Item item, Authorization ended, AuditEventType type) {
        Map<String, String> fields = new HashMap<>();
        process(fields, "ProcessId", item, ended.isOutbound());
        PacketEnds ends = PacketEnds.of(item);
        ends(fields, ended.isOutbound() ? ends : ends.turned(), false);
        filter(fields, ended.layer(), filterId(ended));
        tell(type, item, fields);
    }

    private void connection(Item item, Authorization ended) {
        EventDirection direction = ended.isOutbound() ? EventDirection.OUT : EventDirection.IN;
        Map<String, String> fields = new HashMap<>();
        process(fields, "ProcessID", item, ended.isOutbound());
        fields.put("Direction", direction.auditCode());
        ends(fields, PacketEnds.of(item).localFirst(direction), true);
        filter(fields, ended.layer(), filterId(ended));
        fields.put("RemoteUserID", "S-1-0-0");
        fields.put("RemoteMachineID", "S-1-0-0");
        if (ended.isBlocked()) {
            origin(
                    fields,
                    item,
                    ended.filter().filterKey(),
                    ended.filter().action().callout());
        }
        tell(ended.isBlocked() ? AuditEventType.CONNECTION_BLOCKED : AuditEventType.CONNECTION_PERMITTED, item, fields);
    }

    private static long filterId(Authorization ended) {
        return ended.filter() == null ? 0 : ended.filter().filterId();
    }

    private static Map<String, String> macFields(Item item, Discard discard) {
        byte[] rows = item.rows();
        int row = item.row();
        int vlan = PacketRow.vlanId(rows, row);
        Map<String, String> fields = new HashMap<>();
        fields.put("Direction", EventDirection.of(discard.direction()).auditCode());
        fields.put("SourceAddress", mac(PacketRow.sourceMac(rows, row)));
        fields.put("DestAddress", mac(PacketRow.destinationMac(rows, row)));
        fields.put("EtherType", Integer.toString(PacketRow.etherType(rows, row)));
        fields.put("MediaType", "0");
        fields.put("InterfaceType", "0");
        fields.put("VlanTag", Integer.toString(vlan == PacketRow.NO_VLAN ? 0 : vlan));
        filter(fields, discard.layer(), discard.filterId());
        return fields;
    }

    private static String mac(long address) {
        return String.format(Locale.ROOT, "%012x", address).replaceAll("(..)(?=.)", "$1-");
    }

    /** No process is known of a packet alone: an agent, or a socket event, tells it. */
    private static void process(Map<String, String> fields, String idField, Item item, boolean outbound) {
        SocketOwner owner = SocketOwner.of(item, outbound);
        fields.put(idField, Long.toString(owner.processId()));
        fields.put("Application", owner.application().isEmpty() ? "-" : owner.application());
    }

    private static void ends(Map<String, String> fields, PacketEnds ends, boolean both) {
        fields.put("SourceAddress", ends.source());
        fields.put("SourcePort", Integer.toString(Math.max(0, ends.sourcePort())));
        if (both) {
            fields.put("DestAddress", ends.destination());
            fields.put("DestPort", Integer.toString(Math.max(0, ends.destinationPort())));
        }
        fields.put("Protocol", Integer.toString(ends.protocol()));
    }

    private static void filter(Map<String, String> fields, Layer layer, long filterId) {
        fields.put("FilterRTID", Long.toString(filterId));
        fields.put("LayerName", LayerName.of(layer).text());
        fields.put("LayerRTID", Integer.toString(layer.layerId()));
    }

    private void origin(Map<String, String> fields, Item item, String filterKey, String calloutKey) {
        origins.of(item.revision().policy(), filterKey, calloutKey)
                .ifPresent(origin -> fields.put("FilterOrigin", origin));
        fields.put("InterfaceIndex", Integer.toUnsignedString(PacketRow.interfaceId(item.rows(), item.row())));
    }

    private void tell(AuditEventType type, Item item, Map<String, String> fields) {
        sink.accept(new AuditEvent(type, PacketRow.captureTimeNanos(item.rows(), item.row()), item.host(), fields));
    }
}
