// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.stream.TcpSegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The flows under way. A flow ends when it was silent for too long, when a SYN begins another connection between the same ends, or when there are too many. One thread.
 */
public final class FlowBook {
    /** Flows that are kept. */
    static final int MOST_FLOWS = 1 << 17;

    private static final long SECOND = 1_000_000_000L;
    private static final long NEW_NANOS = 30 * SECOND;
    private static final long ESTABLISHED_NANOS = 300 * SECOND;

    private final Map<FlowKey, TrackedFlow> flows = new LinkedHashMap<>(1024, 0.75f, true);
    private final FlowKey key = new FlowKey();
    private final Consumer<TrackedFlow> ended;

    /** @param ended told of each flow that has ended */
    public FlowBook(Consumer<TrackedFlow> ended) {
        this.ended = ended;
    }

    /**
     * The flow of a packet, made where there is none yet; null for packets that belong to none. An error of ICMP belongs to the flow that it is about, if that is
     * under way.
     */
    public TrackedFlow of(InspectedPacket packet) {
        if (!setKey(packet)) {
            return null;
        }
        TrackedFlow flow = flows.get(key);
        if (flow != null && (isOver(flow, packet) || isRenewed(flow, packet))) {
            end(flow);
            flow = null;
        }
        return flow == null && !packet.isIcmpError() ? start(packet) : flow;
    }

    private TrackedFlow start(InspectedPacket packet) {
        if (flows.size() >= MOST_FLOWS) {
            end(flows.values().iterator().next());
        }
        TrackedFlow flow = new TrackedFlow(key.copy(), packet);
        flow.lastNanos = packet.timeNanos;
        flows.put(flow.key, flow);
        return flow;
    }

    /**
     * Takes a packet into its flow: who has spoken, what became of the session.
     *
     * @return whether it is the first of its flow that goes its way
     */
    public boolean update(TrackedFlow flow, InspectedPacket packet) {
        flow.lastNanos = Math.max(flow.lastNanos, packet.timeNanos);
        if (isStart(flow, packet) && !flow.isToServer(packet)) {
            // Who sends the SYN is the client, whatever came before it.
            flow.turnRound();
        }
        boolean toServer = flow.isToServer(packet);
        boolean first = !packet.isIcmpError() && flow.see(toServer);
        if (flow.protocol != IpProtocol.TCP) {
            packet.established = flow.seenToServer && flow.seenToClient;
            return first;
        }
        packet.established = flow.session != null && flow.session.state().isEstablished();
        if (packet.protocol != IpProtocol.TCP) {
            return first;
        }
        if (flow.session != null) {
            flow.session.accept(packet, toServer);
        } else if (isStart(flow, packet)) {
            flow.session = new TcpSession(packet);
        }
        return first;
    }

    private static boolean isStart(TrackedFlow flow, InspectedPacket packet) {
        int control = TcpSegment.SYN | TcpSegment.ACK | TcpSegment.RST | TcpSegment.FIN;
        return flow.session == null
                && packet.protocol == IpProtocol.TCP
                && (packet.tcpFlags & control) == TcpSegment.SYN;
    }

    private boolean isOver(TrackedFlow flow, InspectedPacket packet) {
        return packet.timeNanos - flow.lastNanos > lifetimeNanos(flow);
    }

    private static long lifetimeNanos(TrackedFlow flow) {
        if (flow.protocol != IpProtocol.TCP) {
            return flow.seenToClient && flow.seenToServer ? ESTABLISHED_NANOS : NEW_NANOS;
        }
        boolean open = flow.session != null && flow.session.state().isEstablished();
        return open ? ESTABLISHED_NANOS : NEW_NANOS;
    }

    private static boolean isRenewed(TrackedFlow flow, InspectedPacket packet) {
        return flow.session != null
                && packet.protocol == IpProtocol.TCP
                && packet.has(TcpSegment.SYN)
                && !packet.has(TcpSegment.ACK)
                && flow.session.isOverFor(packet.sequence);
    }

    private void end(TrackedFlow flow) {
        flows.remove(flow.key);
        ended.accept(flow);
    }

    /** Ends all flows, the one that was silent for longest first. */
    public void close() {
        List<TrackedFlow> left = new ArrayList<>(flows.values());
        flows.clear();
        left.forEach(ended);
    }

    /** Number of flows under way. */
    public int size() {
        return flows.size();
    }

    private boolean setKey(InspectedPacket packet) {
        if (packet.quotedProtocol >= 0) {
            setKey(packet, packet.quotedProtocol, packet.quotedSourcePort, packet.quotedDestinationPort);
            return true;
        }
        int source = packet.sourcePort;
        int destination = packet.destinationPort;
        switch (packet.protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP -> {
                if (!packet.hasPorts) {
                    return false;
                }
            }
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> {
                if (packet.icmpType < 0) {
                    return false;
                }
                source = packet.icmpType;
                destination = IcmpCounterpart.of(packet.version, packet.icmpType);
            }
            default -> {
                return false;
            }
        }
        setKey(packet, packet.protocol, source, destination);
        return true;
    }

    private void setKey(InspectedPacket packet, int protocol, int source, int destination) {
        boolean quoted = packet.quotedProtocol >= 0;
        String place = packet.vlan == PacketRow.NO_VLAN ? "" : Integer.toString(packet.vlan);
        key.set(
                        place,
                        packet.version,
                        protocol,
                        quoted ? packet.quotedSourceHigh : packet.sourceHigh,
                        quoted ? packet.quotedSourceLow : packet.sourceLow,
                        quoted ? packet.quotedDestinationHigh : packet.destinationHigh,
                        quoted ? packet.quotedDestinationLow : packet.destinationLow,
                        source,
                        destination)
                .unordered();
    }
}
