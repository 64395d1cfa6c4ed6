// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.PolicySettings;

/** Lays out the visits of an item: the layer sequences of spec 2.5, chosen by the packet and by what its flow has come to. One thread. */
final class WalkPlanner {
    private final FlowDesk flows;
    private final StreamDesk streams;

    WalkPlanner(FlowDesk flows, StreamDesk streams) {
        this.flows = flows;
        this.streams = streams;
    }

    /** Plans from the start of the path, which is also where a reinjected clone starts (spec 6.5). */
    void plan(Item item, Walk walk) {
        walk.begin();
        walk.redirects(item.bindRedirects);
        byte[] rows = item.rows;
        int row = item.row;
        int direction = PacketRow.direction(rows, row);
        walk.outbound = direction == PacketRow.OUTBOUND;
        if (item.entry == InjectFunction.MAC_SEND) {
            mac(item, walk, true);
        } else if (PacketRow.kind(rows, row) == PacketRow.KIND_NON_IP) {
            mac(item, walk, walk.outbound);
        } else if (direction == PacketRow.FORWARD) {
            forward(item, walk);
        } else if (PacketRow.has(rows, row, PacketRow.FLAG_LOOPBACK)) {
            half(item, walk, true);
            walk.add(Visit.TURN);
        } else {
            half(item, walk, walk.outbound);
        }
        if (item.entry != null) {
            enter(item.entry, walk);
        }
    }

    /** An injected clone enters where its function puts it (spec 2.5, "Injected packets"; 6.5; C12). */
    private static void enter(InjectFunction function, Walk walk) {
        switch (function) {
            case NETWORK_RECEIVE, TRANSPORT_RECEIVE -> walk.skipTo(Visit.IN_IPPACKET, Visit.IN_REASSEMBLED);
            case FORWARD -> walk.skipTo(Visit.FORWARD, Visit.FORWARD);
            case NETWORK_SEND, TRANSPORT_SEND, MAC_SEND, MAC_RECEIVE -> {}
        }
    }

    /** The receiver's half of a loopback packet, when the sender's is through (SEQ-LOOPBACK). */
    void turn(Item item, Walk walk) {
        walk.outbound = false;
        walk.flow = null;
        walk.midStream = false;
        half(item, walk, false);
    }

    /** What is left for a fragment: the visits of the whole datagram belong to the fragment that completes it (SEQ-FRAGMENTS-IN, P24). */
    void reassembled(Item item, Walk walk, boolean completes) {
        if (PacketRow.direction(item.rows, item.row) == PacketRow.FORWARD) {
            if (completes) {
                walk.add(Visit.FORWARD_GROUP);
            }
            mac(item, walk, true);
        } else if (!walk.outbound) {
            if (completes) {
                walk.add(Visit.IN_REASSEMBLED);
                inboundUpper(item, walk);
            }
        } else if (completes) {
            outboundUpper(item, walk);
            outboundLower(item, walk);
        } else {
            mac(item, walk, true);
        }
    }

    private static void forward(Item item, Walk walk) {
        PolicySettings settings = item.revision.policy().settings();
        mac(item, walk, false);
        if (settings.visitInboundIpPacketForForwarded()) {
            walk.add(Visit.IN_IPPACKET);
        }
        walk.add(Visit.FORWARD);
        if (settings.groupForwardedFragments() && PacketRow.has(item.rows, item.row, PacketRow.FLAG_FRAGMENT)) {
            walk.add(Visit.REASSEMBLE);
        } else {
            mac(item, walk, true);
        }
    }

    private void half(Item item, Walk walk, boolean outbound) {
        if (item.byStack) {
            stack(item, walk, outbound);
            return;
        }
        boolean fragment = PacketRow.has(item.rows, item.row, PacketRow.FLAG_FRAGMENT) && item.whole == null;
        if (outbound) {
            if (fragment) {
                walk.add(Visit.REASSEMBLE);
            } else {
                outboundUpper(item, walk);
                outboundLower(item, walk);
            }
            return;
        }
        mac(item, walk, false);
        weakHost(item, walk);
        if (fragment) {
            walk.add(Visit.IN_IPPACKET);
            walk.add(Visit.IN_FRAGMENT);
            walk.add(Visit.REASSEMBLE);
        } else {
            walk.add(item.whole == null ? Visit.IN_IPPACKET : Visit.IN_REASSEMBLED);
            inboundUpper(item, walk);
        }
    }

    /** What no socket sent or takes: no ALE layer, and no flow (SEQ-TCP-NO-LISTENER, SEQ-UDP-NO-ENDPOINT). */
    private static void stack(Item item, Walk walk, boolean outbound) {
        if (!outbound) {
            mac(item, walk, false);
            walk.add(Visit.IN_IPPACKET);
            walk.add(Visit.NO_ENDPOINT);
            return;
        }
        if (isIcmpError(item)) {
            walk.add(Visit.OUT_ICMP_ERROR);
        }
        outboundLower(item, walk);
    }

    private static void mac(Item item, Walk walk, boolean outbound) {
        int flags = PacketRow.flags(item.rows, item.row);
        if ((flags & PacketRow.FLAG_MAC_FRAME) == 0 || (flags & PacketRow.FLAG_LOOPBACK) != 0) {
            return;
        }
        boolean ethernet = (flags & PacketRow.FLAG_ETHERNET) != 0;
        if (outbound) {
            if (ethernet) {
                walk.add(Visit.MAC_OUT_ETHERNET);
            }
            walk.add(Visit.MAC_OUT_NATIVE);
        } else {
            walk.add(Visit.MAC_IN_NATIVE);
            if (ethernet) {
                walk.add(Visit.MAC_IN_ETHERNET);
            }
        }
    }

    /** On a forwarding host, a packet on another interface than its local address's is forwarded inside the host (SEQ-FORWARD, weak host). */
    private static void weakHost(Item item, Walk walk) {
        if (PacketRow.has(item.rows, item.row, PacketRow.FLAG_WEAK_HOST)) {
            walk.add(Visit.FORWARD);
        }
    }

    private static void outboundLower(Item item, Walk walk) {
        walk.add(Visit.OUT_TRANSPORT);
        walk.add(Visit.OUT_IPPACKET);
        weakHost(item, walk);
        mac(item, walk, true);
    }

    private void inboundUpper(Item item, Walk walk) {
        Item upper = item.upper();
        if (isIcmpError(upper)) {
            walk.add(Visit.IN_TRANSPORT);
            walk.add(Visit.IN_ICMP_ERROR);
            return;
        }
        flows.resolve(item, walk);
        Visit authorization = flows.authorization(item, walk);
        walk.add(authorization == Visit.RECV_ACCEPT ? Visit.IN_TRANSPORT_ALE : Visit.IN_TRANSPORT);
        walk.add(authorization);
        if (isTcp(upper)) {
            walk.add(Visit.STREAM_PACKET);
            established(walk);
            stream(item, walk);
        } else {
            if (walk.flow == null || !walk.flow.isEstablished()) {
                walk.add(Visit.FLOW_ESTABLISHED);
            }
            walk.add(Visit.DATAGRAM_DATA);
        }
    }

    private void outboundUpper(Item item, Walk walk) {
        Item upper = item.upper();
        if (isIcmpError(upper)) {
            walk.add(Visit.OUT_ICMP_ERROR);
            return;
        }
        flows.resolve(item, walk);
        Visit authorization = flows.authorization(item, walk);
        if (authorization == Visit.CONNECT && !walk.midStream) {
            if (!item.bound) {
                walk.add(Visit.BIND_REDIRECT);
                walk.add(Visit.RESOURCE_ASSIGNMENT);
            }
            walk.add(Visit.CONNECT_REDIRECT);
        }
        walk.add(authorization);
        if (isTcp(upper)) {
            stream(item, walk);
            walk.add(Visit.STREAM_PACKET);
            established(walk);
        } else {
            if (walk.flow == null || !walk.flow.isEstablished()) {
                walk.add(Visit.FLOW_ESTABLISHED);
            }
            walk.add(Visit.DATAGRAM_DATA);
        }
    }

    /** The handshake is done with a SYN-ACK that arrives for an outbound flow, with the ACK behind it for an inbound one. */
    private static void established(Walk walk) {
        FlowState flow = walk.flow;
        if (flow != null && !flow.isEstablished() && (flow.tcp() & FlowState.HANDSHAKE) != 0 && !walk.midStream) {
            walk.add(Visit.FLOW_ESTABLISHED);
        }
    }

    /**
     * Payload and FIN are the stream's; where somebody decides it, its start, acknowledgements and RST tell of it too. Clones of segments come from
     * below it.
     */
    private void stream(Item item, Walk walk) {
        Item upper = item.upper();
        boolean fin = (PacketRow.tcpFlags(upper.rows, upper.row) & TcpFlag.FIN) != 0;
        boolean brings = fin || PacketRow.payloadLength(upper.rows, upper.row) > 0;
        if (!item.streamDone && (brings || streams.isAsked(item, walk.key))) {
            walk.add(Visit.STREAM);
        }
    }

    /** Whether the packet is a segment of a connection; TCP of raw sockets is treated like UDP (SEQ-RAW). */
    private static boolean isTcp(Item item) {
        return PacketRow.ipProtocol(item.rows, item.row) == IpProtocol.TCP
                && !PacketRow.has(item.rows, item.row, PacketRow.FLAG_RAW_ENDPOINT);
    }

    private static boolean isIcmpError(Item item) {
        return PacketRow.has(item.rows, item.row, PacketRow.FLAG_ICMP_ERROR);
    }
}
