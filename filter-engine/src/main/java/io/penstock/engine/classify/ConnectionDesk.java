// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowState;
import io.penstock.engine.flow.FlowTable;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;

/** Follows the TCP connections of flows: which packets open one, which way it goes, how far it has come (spec 2.6). One thread. */
final class ConnectionDesk {
    private final FlowTable table;

    ConnectionDesk(FlowTable table) {
        this.table = table;
    }

    /** Whether a packet of the flow's tuple opens another connection. */
    boolean isNew(FlowState flow, byte[] rows, int row, boolean outbound) {
        int flags = PacketRow.tcpFlags(rows, row);
        if ((flags & (TcpFlag.SYN | TcpFlag.ACK | TcpFlag.RST | TcpFlag.FIN)) != TcpFlag.SYN) {
            return false;
        }
        if (flow.packetsIn() + flow.packetsOut() == 0) {
            // A socket event has authorised the connection that this SYN opens.
            return false;
        }
        boolean first = (flow.tcp() & FlowState.SYN) == 0;
        if (!first && outbound == flow.isOutbound()) {
            return PacketRow.tcpSequence(rows, row) != flow.synSequence();
        }
        // A SYN from the other end while the first is unanswered is a simultaneous open (RFC 9293 section 3.5).
        boolean opening = !first && (flow.tcp() & FlowState.SYN_ACK) == 0 && !flow.isBlocked() && !flow.isEnded();
        return !opening;
    }

    /** Direction of a flow that begins with this packet; a TCP packet that is no SYN finds its flow in the middle. */
    void direct(Item item, Walk walk, byte[] rows, int row) {
        walk.flowOutbound = walk.outbound;
        if (walk.key.protocol() != IpProtocol.TCP) {
            return;
        }
        int flags = PacketRow.tcpFlags(rows, row);
        boolean syn = (flags & TcpFlag.SYN) != 0;
        boolean ack = (flags & TcpFlag.ACK) != 0;
        if (syn && !ack) {
            return;
        }
        walk.midStream = true;
        if (syn) {
            walk.flowOutbound = !walk.outbound;
        } else if (item.listens) {
            walk.flowOutbound = false;
        } else if (walk.key.localPort() != walk.key.remotePort()) {
            // The lower port is taken for the server's.
            walk.flowOutbound = walk.key.localPort() > walk.key.remotePort();
        }
    }

    /** Notes what a packet tells of its flow's connection. */
    void observe(FlowState flow, byte[] rows, int row, boolean outbound) {
        int flags = PacketRow.tcpFlags(rows, row);
        int before = flow.tcp();
        int bits = before;
        boolean fromInitiator = outbound == flow.isOutbound();
        if ((flags & TcpFlag.SYN) != 0) {
            if ((flags & TcpFlag.ACK) == 0 && fromInitiator) {
                bits |= FlowState.SYN;
                table.syn(flow, PacketRow.tcpSequence(rows, row));
            } else if ((flags & TcpFlag.ACK) != 0 && !fromInitiator) {
                bits |= FlowState.SYN_ACK;
            }
        }
        if ((bits & FlowState.SYN_ACK) != 0 && (flow.isOutbound() || fromInitiator && (flags & TcpFlag.ACK) != 0)) {
            bits |= FlowState.HANDSHAKE;
        }
        if ((flags & TcpFlag.FIN) != 0) {
            bits |= outbound ? FlowState.FIN_OUT : FlowState.FIN_IN;
        }
        if ((flags & TcpFlag.RST) != 0) {
            bits |= FlowState.RESET;
        }
        if (bits != before) {
            boolean closed = (bits & FlowState.FIN_OUT) != 0 && (bits & FlowState.FIN_IN) != 0;
            table.tcp(flow, bits, closed || (bits & FlowState.RESET) != 0);
        }
    }
}
