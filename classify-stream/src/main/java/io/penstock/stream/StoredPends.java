// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.ItemCodec;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.TicketCodec;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.pend.InMemoryPendLedger;
import io.penstock.engine.pend.PendJournal;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.PendTicket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The pend ledger of a task, with its two stores behind it: pended work by pend id, held packets by their order, one a key.
 *
 * <p>What one record changed is written by {@link #drain}, so a pend that came and went within it costs one tombstone at most.
 */
final class StoredPends implements PendJournal {
    private final KeyValueStore<Bytes, byte[]> pends;
    private final KeyValueStore<Bytes, byte[]> holds;
    private final InMemoryPendLedger ledger = new InMemoryPendLedger(this);
    private final Map<Bytes, byte[]> changedPends = new LinkedHashMap<>();
    private final Map<Bytes, byte[]> changedHolds = new LinkedHashMap<>();

    StoredPends(KeyValueStore<Bytes, byte[]> pends, KeyValueStore<Bytes, byte[]> holds) {
        this.pends = pends;
        this.holds = holds;
    }

    PendLedger ledger() {
        return ledger;
    }

    /** Fills the ledger from the stores; held packets come in the order in which they were held. */
    void restore(LongFunction<PolicyRevision> revisions) {
        forEach(pends, (key, value) -> ledger.restore(TicketCodec.decode(value, revisions)));
        forEach(holds, (key, value) -> {
            ByteBuffer fields = ByteBuffer.wrap(value);
            FlowKey flow = FlowKey.decode(sized(fields));
            String calloutKey = new String(sized(fields), StandardCharsets.UTF_8);
            byte[] item = Arrays.copyOfRange(value, fields.position(), value.length);
            long order = ByteBuffer.wrap(key.get()).getLong();
            ledger.restore(flow, order, ItemCodec.decode(item, revisions), calloutKey);
        });
    }

    /** The revisions under which items wait. Reads the stores, so not on the hot path. */
    Set<Long> revisionsInUse() {
        Set<Long> revisions = new HashSet<>();
        new StoredPends(pends, holds).restore(revision -> {
            revisions.add(revision);
            return null;
        });
        return revisions;
    }

    /** Writes what changed since the last call. */
    void drain() {
        changedPends.forEach(pends::put);
        changedPends.clear();
        changedHolds.forEach(holds::put);
        changedHolds.clear();
    }

    @Override
    public void opened(PendTicket ticket) {
        changedPends.put(pendKey(ticket), TicketCodec.encode(ticket));
    }

    @Override
    public void closed(PendTicket ticket) {
        changedPends.put(pendKey(ticket), null);
    }

    @Override
    public void held(FlowKey key, long order, Item item, String calloutKey) {
        byte[] flow = key.encode();
        byte[] callout = calloutKey.getBytes(StandardCharsets.UTF_8);
        byte[] held = ItemCodec.encode(item);
        changedHolds.put(
                holdKey(order),
                ByteBuffer.allocate(2 * Integer.BYTES + flow.length + callout.length + held.length)
                        .putInt(flow.length)
                        .put(flow)
                        .putInt(callout.length)
                        .put(callout)
                        .put(held)
                        .array());
    }

    private static byte[] sized(ByteBuffer fields) {
        byte[] bytes = new byte[fields.getInt()];
        fields.get(bytes);
        return bytes;
    }

    @Override
    public void released(FlowKey key, long order) {
        changedHolds.put(holdKey(order), null);
    }

    private static void forEach(KeyValueStore<Bytes, byte[]> store, BiConsumer<Bytes, byte[]> reader) {
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> reader.accept(entry.key, entry.value));
        }
    }

    private static Bytes pendKey(PendTicket ticket) {
        return Bytes.wrap(ticket.id().text().getBytes(StandardCharsets.UTF_8));
    }

    /** Big-endian, so that the store's order of bytes is the order of holding. */
    private static Bytes holdKey(long order) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(order).array());
    }
}
