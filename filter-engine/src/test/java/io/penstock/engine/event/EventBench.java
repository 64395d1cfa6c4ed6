// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.Authorization;
import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.EndpointEvent;
import io.penstock.engine.classify.EngineState;
import io.penstock.engine.classify.FilterEngine;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.PolicySketch;
import io.penstock.engine.classify.RecordedEvents;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.InMemoryPendLedger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** An engine whose listener makes net and audit events and keeps them all. */
final class EventBench {
    final List<NetEvent> net = new ArrayList<>();
    final List<AuditEvent> audits = new ArrayList<>();
    private final CalloutRegistry registry = new CalloutRegistry();
    private final RecordedEvents recorded;
    private final FilterEngine engine;
    private PolicyRevision revision;
    private long sent;

    EventBench(PolicySketch policy, Callout... callouts) {
        this(policy, new NetEventCollection(true, EnumSet.allOf(NetEventKeyword.class)), callouts);
    }

    EventBench(PolicySketch policy, NetEventCollection collection, Callout... callouts) {
        EngineEvents events = EngineEvents.both(collection, net::add, audits::add, FilterOrigins.STEALTH);
        recorded = new RecordedEvents() {
            @Override
            public void discard(Item item, Discard discard) {
                super.discard(item, discard);
                events.discard(item, discard);
            }

            @Override
            public boolean wantsAuthorizations() {
                return events.wantsAuthorizations();
            }

            @Override
            public void authorized(Item item, Authorization ended) {
                events.authorized(item, ended);
            }
        };
        Set.of(callouts).forEach(callout -> registry.register(CalloutRegistration.of(callout)));
        engine = new FilterEngine(registry, new EngineState(), new InMemoryPendLedger(), recorded);
        activate(policy);
    }

    EventBench activate(PolicySketch policy) {
        revision = new PolicyRevision(policy.policy(), revision == null ? 1 : revision.revision() + 1);
        return this;
    }

    EventBench send(TestPacket packet) {
        engine.classify(item(packet));
        return this;
    }

    /** Sends a packet of whose local socket the agent knows this. */
    EventBench send(TestPacket packet, SocketKnowledge socket) {
        engine.classify(item(packet).knowing(socket));
        return this;
    }

    EventBench event(Function<Item, EndpointEvent> event, TestPacket about) {
        engine.event(event.apply(item(about)));
        return this;
    }

    RecordedEvents recorded() {
        return recorded;
    }

    FilterEngine engine() {
        return engine;
    }

    private Item item(TestPacket packet) {
        RowBuffer buffer = new RowBuffer();
        sent++;
        int row = packet.number(sent).at(1_000).appendTo(buffer);
        return new Item()
                .origin("penstock.packets", 0, sent, 0)
                .agent("a", "h", 1)
                .packet(0, buffer.rows(), row, buffer.quoted(), buffer.frames(), revision);
    }

    /** Ids of the audit events so far, each with its layer's id and filter's. */
    List<String> auditLines() {
        return audits.stream()
                .map(audit -> audit.type().id() + " layer " + audit.field("LayerRTID") + " filter "
                        + audit.field("FilterRTID"))
                .toList();
    }
}
