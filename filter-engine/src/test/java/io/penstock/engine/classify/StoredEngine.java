// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.InMemoryPendLedger;
import io.penstock.engine.pend.PendJournal;
import io.penstock.engine.pend.PendTicket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/** An engine whose state and ledger are stored as bytes after each record, and which can lose everything but those bytes. */
final class StoredEngine implements PendJournal {
    private final CalloutRegistry registry;
    private final EngineListener listener;
    private final LongFunction<PolicyRevision> revisions;
    private final Map<String, byte[]> flows = new HashMap<>();
    private final Map<String, byte[]> fragments = new HashMap<>();
    private final Map<String, byte[]> multicast = new HashMap<>();
    private final Map<String, byte[]> endpoints = new HashMap<>();
    private final Map<String, byte[]> streams = new HashMap<>();
    private final Map<String, byte[]> streamStates = new HashMap<>();
    private final Map<String, byte[]> segments = new HashMap<>();
    private final Map<String, byte[]> tickets = new HashMap<>();
    private final TreeMap<Long, byte[]> held = new TreeMap<>();
    private final Map<Long, String> heldFor = new HashMap<>();
    private EngineState state = new EngineState();
    private InMemoryPendLedger ledger = new InMemoryPendLedger(this);
    private FilterEngine engine;

    StoredEngine(CalloutRegistry registry, EngineListener listener, LongFunction<PolicyRevision> revisions) {
        this.registry = registry;
        this.listener = listener;
        this.revisions = revisions;
        engine = new FilterEngine(registry, state, ledger, listener);
        engine.revisions(revisions);
    }

    void classify(Item item) {
        engine.classify(item);
        store();
    }

    void complete(Completion completion) {
        engine.complete(completion);
        store();
    }

    void expire(long nowMillis) {
        engine.expire(nowMillis);
        store();
    }

    void endOfCapture(String host, PolicyRevision under) {
        engine.endOfCapture(
                new Item().origin("t", 0, Long.MAX_VALUE, 0).agent("a", host, 1).record(under));
        store();
    }

    /** Bytes that wait at stream callouts. */
    long streamBytes() {
        return state.streamStates().waitingBytes();
    }

    /** Entries that are stored of streams. */
    int storedStreams() {
        return streams.size() + streamStates.size();
    }

    int waiting() {
        return ledger.pended() + ledger.held();
    }

    /** Drops every object and begins again from the bytes. */
    void crash() {
        state = new EngineState();
        ledger = new InMemoryPendLedger(this);
        flows.forEach((key, value) -> state.flows().restore(bytes(key), value));
        fragments.forEach((key, value) -> state.fragments().restore(bytes(key), value));
        multicast.forEach((key, value) -> state.multicast().restore(bytes(key), value));
        endpoints.forEach((key, value) -> state.endpoints().restore(bytes(key), value));
        streams.forEach((key, value) -> state.streams().restore(bytes(key), value));
        streamStates.forEach((key, value) -> state.streamStates().restore(bytes(key), value));
        state.streamStates().restored();
        segments.forEach((key, value) -> state.segments().restore(bytes(key), value));
        tickets.values().forEach(value -> ledger.restore(TicketCodec.decode(value, revisions)));
        held.forEach((order, value) -> {
            Item item = ItemCodec.decode(value, revisions);
            ledger.restore(item.holdKey(), order, item, heldFor.get(order));
        });
        engine = new FilterEngine(registry, state, ledger, listener);
        engine.revisions(revisions);
    }

    private void store() {
        state.flows().drainDirty(into(flows));
        state.fragments().drainDirty(into(fragments));
        state.multicast().drainDirty(into(multicast));
        state.endpoints().drainDirty(into(endpoints));
        state.streams().drainDirty(into(streams));
        state.streamStates().drainDirty(into(streamStates));
        state.segments().drainDirty(into(segments));
    }

    private static BiConsumer<byte[], byte[]> into(Map<String, byte[]> map) {
        return (key, value) -> {
            if (value == null) {
                map.remove(HexFormat.of().formatHex(key));
            } else {
                map.put(HexFormat.of().formatHex(key), ByteBuffer.wrap(value).array());
            }
        };
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public void opened(PendTicket ticket) {
        tickets.put(ticket.id().text(), TicketCodec.encode(ticket));
    }

    @Override
    public void closed(PendTicket ticket) {
        tickets.remove(ticket.id().text());
    }

    @Override
    public void held(FlowKey key, long order, Item item, String calloutKey) {
        held.put(order, ItemCodec.encode(item));
        heldFor.put(order, calloutKey);
    }

    @Override
    public void released(FlowKey key, long order) {
        held.remove(order);
        heldFor.remove(order);
    }
}
