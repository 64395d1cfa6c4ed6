// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import io.penstock.engine.event.EventDirection;
import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.NetEventHeader;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.event.RecordedEvent.Decision;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.schemas.Direction;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardCause;
import io.penstock.schemas.FlowRecord;
import io.penstock.schemas.FlowState;
import java.util.Optional;

/** Makes the records of recorded events (spec 8.1 to 8.4). */
final class RecordedRecords {
    /** Rule ids and the names of hosts and layers are shorter. */
    private static final int LONGEST_TEXT = 255;

    private RecordedRecords() {}

    /** Why Windows dropped it. A veto is told by the event, and stands as detail beside the filter's block (spec 8.1). */
    static DiscardCause cause(RecordedEvent event) {
        boolean ipsec = event.event().body() instanceof NetEventBody.IpsecKernelDrop;
        DiscardReason reason = ipsec ? DiscardReason.IPSEC : DiscardReason.FIREWALL_POLICY;
        Optional<Layer> layer = event.layer();
        return new DiscardCause(
                reason.module().name(),
                reason.key(),
                event.veto() ? DiscardReason.VETO.key() : "",
                layerText(event),
                layer.filter(Layer::isDiscard)
                        .or(() -> layer.flatMap(Layer::discardTwin))
                        .map(Layer::key)
                        .orElse(""),
                null,
                null,
                event.filterId(),
                null,
                cut(event.filterOrigin()));
    }

    /**
     * The drop.
     *
     * @param index in its batch
     * @param number by which the event is known
     * @param cause index of its cause
     */
    static Discard discard(RecordedEvent event, int index, long number, int cause) {
        NetEventHeader header = event.event().header();
        return new Discard(
                index,
                number,
                header.timeNanos(),
                cause,
                packets(event),
                0L,
                direction(event),
                header.ipVersion(),
                header.ipProtocol(),
                header.localAddress(),
                header.remoteAddress(),
                header.localPort(),
                header.remotePort(),
                0L,
                0,
                null);
    }

    /** A connection; of a listen or bind the remote end is empty. */
    static FlowRecord flow(RecordedEvent event, String host, long number) {
        NetEventHeader header = event.event().header();
        return new FlowRecord(
                host,
                header.ipVersion(),
                header.ipProtocol(),
                header.localAddress(),
                header.remoteAddress(),
                header.localPort(),
                header.remotePort(),
                direction(event),
                FlowState.STARTED,
                header.timeNanos(),
                header.timeNanos(),
                0L,
                0L,
                0L,
                0L,
                layerText(event).isEmpty() ? null : layerText(event),
                null,
                event.decision() == Decision.BLOCK,
                false,
                event.filterId(),
                cut(event.filterOrigin()),
                number);
    }

    /**
     * Packets that the event stands for. The security log has an event for each packet and others for connections, listens and binds, whose packets would
     * count twice. A net event stands for its packet, where its layer has one: a TCP connect has none (spec 8.2, 7), and of a stream bytes are dropped.
     */
    static int packets(RecordedEvent event) {
        return switch (event.log()) {
            case SECURITY -> EventFate.of(event) == EventFate.DISCARD ? 1 : 0;
            case NET_EVENTS ->
                switch (event.event().body()) {
                    case NetEventBody.ClassifyDrop _ -> hasPacket(event) ? 1 : 0;
                    case NetEventBody.ClassifyDropMac _, NetEventBody.IpsecKernelDrop _ -> 1;
                    case NetEventBody.CapabilityDrop _,
                            NetEventBody.ClassifyAllow _,
                            NetEventBody.CapabilityAllow _,
                            NetEventBody.LpmPacketArrival _,
                            NetEventBody.Uninterpreted _ -> 0;
                };
        };
    }

    private static boolean hasPacket(RecordedEvent event) {
        return switch (event.layer().map(Layer::family).orElse("")) {
            case "ALE_AUTH_CONNECT" -> event.event().header().ipProtocol() != IpProtocol.TCP;
            case "ALE_RESOURCE_ASSIGNMENT",
                    "ALE_RESOURCE_RELEASE",
                    "ALE_AUTH_LISTEN",
                    "ALE_CONNECT_REDIRECT",
                    "ALE_BIND_REDIRECT",
                    "ALE_ENDPOINT_CLOSURE",
                    "STREAM" -> false;
            default -> true;
        };
    }

    /** A listener waits for what comes in; a bind, and what tells nothing, counts as going out. */
    private static Direction direction(RecordedEvent event) {
        boolean listen = event.layer()
                .filter(layer -> layer.family().equals("ALE_AUTH_LISTEN"))
                .isPresent();
        return switch (event.direction().orElse(listen ? EventDirection.IN : EventDirection.OUT)) {
            case IN -> Direction.INBOUND;
            case OUT -> Direction.OUTBOUND;
            case FORWARD -> Direction.FORWARD;
        };
    }

    /** Of a layer that is not known the name or the number that the event gives it (spec 8.4: unknown codes stay text). */
    private static String layerText(RecordedEvent event) {
        if (event.layer().isPresent()) {
            return event.layer().get().key();
        }
        if (!event.layerName().text().isEmpty()) {
            return cut(event.layerName().text());
        }
        return event.layerId() < 0 ? "" : "LayerRTID " + event.layerId();
    }

    /** A file may hold anything, and no record exceeds 1 MiB. */
    static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
