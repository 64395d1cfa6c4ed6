// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.flow.FragmentTracker;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.InMemoryPendLedger;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.stream.StreamStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** An engine with its state and ledger, fed with test packets one by one; packets are numbered from 1 in the order they are sent. */
public final class EngineBench {
    public final RecordedEvents events = new RecordedEvents();
    public final CalloutRegistry registry = new CalloutRegistry();
    public final EngineState state = new EngineState();
    public final InMemoryPendLedger ledger = new InMemoryPendLedger();
    public final FilterEngine engine;
    private final DecisionTrace trace = new DecisionTrace();
    private final FragmentTracker fragments = new FragmentTracker(100, 60_000_000_000L);
    private final Item item = new Item();
    private PolicyRevision revision = new PolicyRevision(Policy.NONE, 0);
    private SocketKnowledge knowledge;
    private String host = "h";
    private long sent;
    private boolean secured;

    public EngineBench() {
        engine = new FilterEngine(registry, state, ledger, events);
        engine.trace(trace);
    }

    public EngineBench(PolicySketch policy, Callout... callouts) {
        this();
        activate(policy);
        for (Callout callout : callouts) {
            registry.register(CalloutRegistration.of(callout));
        }
    }

    /** The packets that follow are classified under this policy. */
    public EngineBench activate(PolicySketch policy) {
        revision = new PolicyRevision(policy.policy(), revision.revision() + 1);
        return this;
    }

    /** Lets a packet arrive and returns its verdict's text, or "waits". */
    public String send(TestPacket packet) {
        return send(packet, false);
    }

    /** As {@link #send(TestPacket)}, of a host talking to itself. */
    public String loopback(TestPacket packet) {
        return send(packet, true);
    }

    private String send(TestPacket packet, boolean loopback) {
        fill(packet, loopback);
        engine.classify(item);
        return verdict(sent);
    }

    private void fill(TestPacket packet, boolean loopback) {
        RowBuffer buffer = new RowBuffer();
        sent++;
        int row = packet.number(sent).appendTo(buffer);
        if (loopback) {
            PacketRow.flags(buffer.rows(), row, PacketRow.flags(buffer.rows(), row) | PacketRow.FLAG_LOOPBACK);
        }
        if (secured) {
            PacketRow.addFlags(buffer.rows(), row, PacketRow.FLAG_IPSEC);
        }
        fragments.track(buffer.rows(), row);
        item.origin("penstock.packets", 0, sent, 0)
                .agent("a", host, 1)
                .packet(0, buffer.rows(), row, buffer.quoted(), buffer.frames(), revision);
        item.knowing(knowledge);
        knowledge = null;
        trace.clear();
    }

    /** The agent says this of the next packet's, or event's, socket. */
    public EngineBench knowing(SocketKnowledge known) {
        knowledge = known;
        return this;
    }

    /** Lets the packets of one record arrive. */
    public void batch(TestPacket... packets) {
        RowBuffer buffer = new RowBuffer();
        for (TestPacket packet : packets) {
            packet.number(++sent).appendTo(buffer);
        }
        item.origin("penstock.packets", 0, sent, 0).agent("a", host, 1);
        for (int i = 0; i < packets.length; i++) {
            item.packet(i, buffer.rows(), buffer.rowOffset(i), buffer.quoted(), buffer.frames(), revision);
            engine.classify(item);
        }
    }

    /** The agent says that the capture of the host has ended. */
    public void endOfCapture() {
        engine.endOfCapture(new Item()
                .origin("penstock.packets", 0, sent + 1, 0)
                .agent("a", host, 1)
                .record(revision));
    }

    /** The agent says how far the host's packets have come, which gives the occasion to free what is long over. */
    public void sweep(long packetTimeNanos) {
        Item heartbeat = new Item()
                .origin("penstock.packets", 0, sent + 1, 0)
                .agent("a", host, 1)
                .record(revision);
        engine.sweep(heartbeat, packetTimeNanos);
    }

    /** The agent of the packets that follow enforces verdicts, or only observes. */
    public EngineBench enforced(boolean held) {
        item.enforced(held);
        return this;
    }

    /** IPsec protects the packets that follow. */
    public EngineBench secured(boolean by) {
        secured = by;
        return this;
    }

    /** Tells the engine an event about the endpoint, or the packet, and returns the verdict's text. */
    public String event(Function<Item, EndpointEvent> event, TestPacket about) {
        fill(about, false);
        Verdict verdict = engine.event(event.apply(item));
        return verdict == null ? verdict(sent) : RecordedEvents.text(verdict);
    }

    /** A callout continues the stream of the packet's flow, which it has deferred. */
    public StreamStatus streamContinue(TestPacket about, String callout) {
        fill(about, false);
        return engine.streamContinue(item, callout);
    }

    /** A callout injects from outside into the stream of the packet's flow. */
    public StreamStatus streamInject(TestPacket about, String callout, int flags, String data) {
        fill(about, false);
        return engine.streamInject(item, callout, flags, data.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The packets that follow are captured by this host. */
    public EngineBench host(String name) {
        host = name;
        return this;
    }

    /** Layers visited since the last packet, without prefix and version. */
    public List<String> visits() {
        List<String> layers = new ArrayList<>();
        for (DecisionTrace.Step step : trace.steps()) {
            if (step instanceof DecisionTrace.Step.Visited(String layer, int flags)) {
                layers.add(layer.replace("FWPM_LAYER_", "").replaceAll("_V[46]", ""));
            }
        }
        return layers;
    }

    /** The item that was sent last; the next one is put into the same object. */
    public Item lastItem() {
        return item;
    }

    /** The layer of a short key. */
    public Layer layer(String key) {
        return Layer.byKey(key).orElseThrow();
    }

    /** Everything traced since the last packet. */
    public List<DecisionTrace.Step> steps() {
        return trace.steps();
    }

    public void forgetSteps() {
        trace.clear();
    }

    /** The ticket that was opened last. */
    public PendTicket ticket() {
        return events.pended.getLast();
    }

    public void permit(PendTicket ticket) {
        engine.complete(new Completion.Permit(ticket.id().text(), ticket.digest(), List.of()));
    }

    public void block(PendTicket ticket) {
        engine.complete(new Completion.Block(ticket.id().text(), ticket.digest(), List.of()));
    }

    public void fail(PendTicket ticket) {
        engine.complete(new Completion.Failed(ticket.id().text(), ticket.digest(), List.of()));
    }

    public void replace(PendTicket ticket, byte[]... frames) {
        engine.complete(new Completion.Replace(
                ticket.id().text(),
                ticket.digest(),
                Arrays.stream(frames).map(frame -> new Injection(null, frame)).toList(),
                List.of()));
    }

    /** The verdict of a packet, "waits" where there is none yet. */
    public String verdict(long number) {
        Verdict verdict = events.verdicts.get(number);
        return verdict == null ? "waits" : RecordedEvents.text(verdict);
    }
}
