// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;

/** Why a packet's walk has no visit of a layer (spec 2.5, 2.6). One thread. */
final class LayerAbsence {
    private final Explanation explanation;
    private final byte[] rows;
    private final int kind;

    LayerAbsence(Explanation explanation) {
        this.explanation = explanation;
        rows = explanation.rows();
        kind = PacketRow.kind(rows, 0);
    }

    /** In a few words; the layer is one that the trace does not visit. */
    String why(Layer layer) {
        if (!layer.isIndicated()) {
            return "nothing is ever classified there, Penstock only carries its filters";
        }
        if (explanation.verdict().fate() == Fate.MALFORMED) {
            return "it is malformed, and is not classified at all";
        }
        boolean mac = layer.family().contains("MAC_FRAME");
        if (kind == PacketRow.KIND_NON_IP && !mac) {
            return "it is a frame without an IP packet, which visits MAC layers only";
        }
        if (!mac && layer.isV6() != (kind == PacketRow.KIND_IPV6)) {
            return layer.isV6() ? "it is an IPv4 packet" : "it is an IPv6 packet";
        }
        if (layer.isDiscard()) {
            return "nothing was dropped at " + Names.layer(layer.key()).replace("_DISCARD", "");
        }
        String ended = ended(layer);
        return ended == null ? ofFamily(layer.family()) : ended;
    }

    /** What kept the walk from a layer that lay ahead of it, or null. */
    private String ended(Layer layer) {
        for (Step step : explanation.steps()) {
            if (step instanceof Step.Unvisited unvisited && unvisited.layers().contains(layer.key())) {
                String by = explanation.verdict().filterKey();
                Layer at = explanation.verdict().layer();
                return "the walk ended before it"
                        + (by == null ? "" : ", by " + by)
                        + (at == null ? "" : " at " + Names.layer(at.key()));
            }
            if (step instanceof Step.Standing standing && layer.family().startsWith("ALE_")) {
                return "an earlier packet of the flow was "
                        + (standing.blocked() ? "blocked" : "authorised")
                        + (standing.filterKey() == null ? "" : " by " + standing.filterKey())
                        + ", and that stands for this one";
            }
        }
        return null;
    }

    private String ofFamily(String family) {
        int direction = PacketRow.direction(rows, 0);
        boolean loopback = PacketRow.has(rows, 0, PacketRow.FLAG_LOOPBACK);
        boolean tcp = PacketRow.ipProtocol(rows, 0) == IpProtocol.TCP;
        if (direction == PacketRow.FORWARD && !family.equals("IPFORWARD") && !family.contains("MAC_FRAME")) {
            return "it is forwarded, and comes to no layer of local traffic";
        }
        if (!loopback && family.startsWith("INBOUND_") && direction == PacketRow.OUTBOUND) {
            return "it is outbound";
        }
        if (!loopback && family.startsWith("OUTBOUND_") && direction == PacketRow.INBOUND) {
            return "it is inbound";
        }
        return switch (family) {
            case "IPFORWARD" -> "it is not forwarded";
            case "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR" -> "it is no ICMP error";
            case "STREAM_PACKET" -> "it is not TCP";
            case "STREAM" -> tcp ? "it brings no bytes to the stream" : "it is not TCP";
            case "DATAGRAM_DATA" -> tcp ? "it is TCP, which has no datagrams" : "it is an ICMP error or a fragment";
            case "ALE_AUTH_LISTEN" -> "only an agent that knows sockets tells of a listen";
            case "ALE_AUTH_CONNECT" -> "its flow is inbound, which ALE_AUTH_RECV_ACCEPT authorises";
            case "ALE_AUTH_RECV_ACCEPT" -> "its flow is outbound, which ALE_AUTH_CONNECT authorises";
            case "ALE_BIND_REDIRECT", "ALE_RESOURCE_ASSIGNMENT", "ALE_CONNECT_REDIRECT" ->
                "only the first packet of an outbound flow comes there";
            case "ALE_FLOW_ESTABLISHED" ->
                tcp ? "its connection is not established with this packet" : "its flow is established already";
            case "ALE_ENDPOINT_CLOSURE", "ALE_RESOURCE_RELEASE" -> "its connection does not end with this packet";
            default ->
                family.contains("MAC_FRAME")
                        ? "it has no such link header, or is loopback"
                        : "its walk does not lead there";
        };
    }
}
