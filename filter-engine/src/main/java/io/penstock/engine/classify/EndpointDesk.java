// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.classify.WalkRunner.Pending;
import io.penstock.engine.flow.EndpointState;
import io.penstock.engine.flow.EndpointTable;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.redirect.RedirectRecord;
import java.util.List;

/** Keeps what agents tell of sockets: whose they are, which are bound, what becomes of them (spec 2.3, 2.5). One thread. */
final class EndpointDesk implements EventDesk.Outcomes {
    private final EndpointTable table;
    private final FlowDesk flows;
    private final EventDesk events;
    private final FlowKey key = new FlowKey();
    private final FlowKey decidedKey = new FlowKey();

    EndpointDesk(EndpointTable table, FlowDesk flows, EventDesk events) {
        this.table = table;
        this.flows = flows;
        this.events = events;
        events.tell(this);
    }

    /** Contexts go when the closure was shown, before anything is released; the flows of a socket with them. */
    @Override
    public void closureShown(Item endpoint, Walk walk) {
        if (!walk.packetless) {
            FlowState flow = endpoint.key == null ? null : flows.find(endpoint.key);
            if (flow != null) {
                flows.endContexts(flow);
            }
        } else if (isConnection(endpoint)) {
            FlowState flow = connection(endpoint);
            if (flow != null) {
                flows.endContexts(flow);
            }
        } else if (!isTcp(endpoint)) {
            Tuples.endpoint(decidedKey, endpoint.host, endpoint.rows, endpoint.row, true);
            flows.ofEndpoint(decidedKey).forEach(flow -> flows.close(flow, endpoint));
        }
    }

    private FlowState connection(Item endpoint) {
        FlowKey connection = new FlowKey();
        Tuples.of(connection, endpoint.host, endpoint.rows, endpoint.row, true);
        return flows.find(connection);
    }

    /** What a permitted bind or listen makes of the socket, at once or when what had pended it is answered. */
    @Override
    public void decided(Item endpoint, Walk walk, Verdict verdict) {
        if (walk.includes(Visit.ENDPOINT_CLOSURE)) {
            FlowState flow = walk.packetless && isConnection(endpoint) ? connection(endpoint) : null;
            if (flow != null) {
                flows.close(flow, endpoint);
            }
            return;
        }
        boolean assigns = walk.includes(Visit.RESOURCE_ASSIGNMENT) && !walk.includes(Visit.CONNECT);
        boolean listens = walk.includes(Visit.LISTEN);
        if (verdict.fate() != Fate.PERMIT || !assigns && !listens) {
            return;
        }
        Tuples.endpoint(decidedKey, endpoint.host, endpoint.rows, endpoint.row, true);
        if (assigns) {
            table.bound(decidedKey, endpoint.socket);
            remember(walk.redirects());
        }
        if (listens) {
            table.listening(decidedKey, endpoint.socket);
        }
    }

    /** A redirected bind changes the local end of every connection of its socket (spec 6.2). */
    private void remember(List<RedirectRecord> redirects) {
        List<RedirectRecord> ofBind =
                redirects.stream().filter(made -> !made.connect()).toList();
        if (!ofBind.isEmpty()) {
            table.redirected(decidedKey, ofBind);
        }
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
            item.bindRedirects = known.redirects();
            item.listens = known.isListening();
        }
    }

    Verdict bound(Item endpoint, Pending pending) {
        lookUp(endpoint);
        return events.bound(endpoint, pending);
    }

    Verdict listening(Item endpoint, Pending pending) {
        lookUp(endpoint);
        return events.listening(endpoint, pending);
    }

    Verdict optionChanged(Item endpoint, Pending pending) {
        lookUp(endpoint);
        EndpointState known = table.find(key);
        return events.optionChanged(endpoint, known != null && known.isListening(), pending);
    }

    /** Others than TCP are authorised with their first datagram (spec 2.2). */
    Verdict connecting(Item endpoint, Pending pending) {
        know(endpoint, true);
        return isTcp(endpoint) ? events.connecting(endpoint, pending) : endpoint.revision.passed(false);
    }

    Verdict accepted(Item endpoint, Pending pending) {
        lookUp(endpoint);
        return isTcp(endpoint) ? events.accepted(endpoint, pending) : endpoint.revision.passed(false);
    }

    Verdict released(Item endpoint, Pending pending) {
        lookUp(endpoint);
        if (table.released(key)) {
            events.released(endpoint, pending);
        }
        return endpoint.revision.passed(false);
    }

    /** Whether the event names one connection rather than a socket. */
    static boolean isConnection(Item endpoint) {
        return isTcp(endpoint)
                && PacketRow.destinationAddressType(endpoint.rows, endpoint.row) != PacketRow.ADDRESS_UNSPECIFIED;
    }

    /** The connection's socket was closed: its flow ends. */
    void connectionClosed(Item endpoint, Pending pending) {
        lookUp(endpoint);
        FlowState flow = connection(endpoint);
        if (flow != null && !flow.isClosed() && flow.owesClosure()) {
            events.socketClosed(endpoint, flow.isAssigned() ? 1 : 0, pending);
        } else if (flow != null) {
            flows.close(flow, endpoint);
        }
        EndpointState known = table.find(key);
        if (known != null && !known.isListening()) {
            table.closed(key);
        }
    }

    /** A listener, or a socket with all its flows, was closed: closure once, whatever the number of its peers. */
    void socketClosed(Item endpoint, Pending pending) {
        lookUp(endpoint);
        List<FlowState> ended = isTcp(endpoint) ? List.of() : flows.ofEndpoint(key);
        boolean told = table.closed(key);
        if (told || ended.stream().anyMatch(FlowState::owesClosure)) {
            long releases = ended.stream()
                    .filter(flow -> flow.isAssigned() && flow.owesClosure())
                    .count();
            events.socketClosed(endpoint, (int) releases, pending);
        } else {
            ended.forEach(flow -> flows.close(flow, endpoint));
        }
    }

    /** Whether what is pended is of the endpoint of the last event: a flow's, or a bind or listen that waits itself. */
    boolean isOf(Item endpoint, PendTicket ticket) {
        Tuples.endpoint(key, endpoint.host, endpoint.rows, endpoint.row, true);
        Item item = ticket.item();
        if (item.key != null) {
            return item.key.isOf(key);
        }
        if (!ticket.isEvent()) {
            return false;
        }
        Tuples.endpoint(decidedKey, item.host, item.rows, item.row, true);
        return decidedKey.equals(key);
    }

    /** Finds the endpoint's entry; an event's own knowledge goes before what was known. */
    private void lookUp(Item endpoint) {
        Tuples.endpoint(key, endpoint.host, endpoint.rows, endpoint.row, true);
        EndpointState known = table.find(key);
        if (known != null) {
            endpoint.socket = endpoint.socket == null ? known.knowledge() : endpoint.socket;
            endpoint.bound = known.isBound();
            endpoint.bindRedirects = known.redirects();
        }
    }

    private static boolean isTcp(Item endpoint) {
        return PacketRow.ipProtocol(endpoint.rows, endpoint.row) == IpProtocol.TCP
                && !PacketRow.has(endpoint.rows, endpoint.row, PacketRow.FLAG_RAW_ENDPOINT);
    }
}
