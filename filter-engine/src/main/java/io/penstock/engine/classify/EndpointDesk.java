// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.EndpointState;
import io.penstock.engine.flow.EndpointTable;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import java.util.List;

/** Keeps what agents tell of sockets: whose they are, which are bound, what becomes of them (spec 2.3, 2.5). One thread. */
final class EndpointDesk {
    private final EndpointTable table;
    private final FlowDesk flows;
    private final EventDesk events;
    private final FlowKey key = new FlowKey();

    EndpointDesk(EndpointTable table, FlowDesk flows, EventDesk events) {
        this.table = table;
        this.flows = flows;
        this.events = events;
    }

    /** Gives an arriving packet what is known of its sockets now: what agents tell later does not change it, however long it waits. */
    void arrive(Item item) {
        if (item.socket == null && table.isEmpty() || PacketRow.direction(item.rows, item.row) == PacketRow.FORWARD) {
            return;
        }
        boolean loopback = PacketRow.has(item.rows, item.row, PacketRow.FLAG_LOOPBACK);
        boolean outbound = loopback || PacketRow.direction(item.rows, item.row) == PacketRow.OUTBOUND;
        know(item, outbound);
        if (loopback) {
            Tuples.endpoint(key, item.host, item.rows, item.row, false);
            EndpointState receiver = table.find(key);
            item.receiver = receiver == null ? null : receiver.knowledge();
        }
    }

    private void know(Item item, boolean localIsSource) {
        Tuples.endpoint(key, item.host, item.rows, item.row, localIsSource);
        if (item.socket != null) {
            table.learn(key, item.socket);
        }
        EndpointState known = table.find(key);
        if (known != null) {
            item.socket = known.knowledge();
            item.bound = known.isBound();
            item.listens = known.isListening();
        }
    }

    Verdict bound(Item endpoint) {
        lookUp(endpoint);
        Verdict verdict = events.bound(endpoint);
        if (verdict.fate() == Fate.PERMIT) {
            table.bound(key, endpoint.socket);
        }
        return verdict;
    }

    Verdict listening(Item endpoint) {
        lookUp(endpoint);
        Verdict verdict = events.listening(endpoint);
        if (verdict.fate() == Fate.PERMIT) {
            if (!endpoint.bound) {
                table.bound(key, endpoint.socket);
            }
            table.listening(key, endpoint.socket);
        }
        return verdict;
    }

    Verdict optionChanged(Item endpoint) {
        lookUp(endpoint);
        EndpointState known = table.find(key);
        return events.optionChanged(endpoint, known != null && known.isListening());
    }

    /** Others than TCP are authorised with their first datagram (spec 2.2). */
    Verdict connecting(Item endpoint) {
        know(endpoint, true);
        return isTcp(endpoint) ? events.connecting(endpoint) : endpoint.revision.passed(false);
    }

    Verdict accepted(Item endpoint) {
        lookUp(endpoint);
        return isTcp(endpoint) ? events.accepted(endpoint) : endpoint.revision.passed(false);
    }

    Verdict released(Item endpoint) {
        lookUp(endpoint);
        if (table.released(key)) {
            events.released(endpoint);
        }
        return endpoint.revision.passed(false);
    }

    /** Whether the event names one connection rather than a socket. */
    static boolean isConnection(Item endpoint) {
        return isTcp(endpoint)
                && PacketRow.destinationAddressType(endpoint.rows, endpoint.row) != PacketRow.ADDRESS_UNSPECIFIED;
    }

    /** The connection's socket was closed: its flow ends. */
    void connectionClosed(Item endpoint) {
        lookUp(endpoint);
        FlowKey connection = new FlowKey();
        Tuples.of(connection, endpoint.host, endpoint.rows, endpoint.row, true);
        FlowState flow = flows.find(connection);
        if (flow != null) {
            close(endpoint, flow);
        }
        EndpointState known = table.find(key);
        if (known != null && !known.isListening()) {
            table.closed(key);
        }
    }

    private void close(Item endpoint, FlowState flow) {
        if (!flow.isClosed() && flow.owesClosure()) {
            events.socketClosed(endpoint);
            flows.endContexts(flow);
            if (flow.isAssigned()) {
                events.released(endpoint);
            }
        }
        flows.close(flow);
    }

    /** A listener, or a socket with all its flows, was closed: closure once, whatever the number of its peers. */
    void socketClosed(Item endpoint) {
        lookUp(endpoint);
        List<FlowState> ended = isTcp(endpoint) ? List.of() : flows.ofEndpoint(key);
        boolean told = table.closed(key);
        if (told || ended.stream().anyMatch(FlowState::owesClosure)) {
            events.socketClosed(endpoint);
        }
        for (FlowState flow : ended) {
            flows.close(flow);
            if (flow.isAssigned() && flow.owesClosure()) {
                events.released(endpoint);
            }
        }
    }

    /** The endpoint of the last event. */
    boolean isOf(Item endpoint, FlowKey flow) {
        Tuples.endpoint(key, endpoint.host, endpoint.rows, endpoint.row, true);
        return flow.isOf(key);
    }

    /** Finds the endpoint's entry; an event's own knowledge goes before what was known. */
    private void lookUp(Item endpoint) {
        Tuples.endpoint(key, endpoint.host, endpoint.rows, endpoint.row, true);
        EndpointState known = table.find(key);
        if (known != null) {
            endpoint.socket = endpoint.socket == null ? known.knowledge() : endpoint.socket;
            endpoint.bound = known.isBound();
        }
    }

    private static boolean isTcp(Item endpoint) {
        return PacketRow.ipProtocol(endpoint.rows, endpoint.row) == IpProtocol.TCP
                && !PacketRow.has(endpoint.rows, endpoint.row, PacketRow.FLAG_RAW_ENDPOINT);
    }
}
