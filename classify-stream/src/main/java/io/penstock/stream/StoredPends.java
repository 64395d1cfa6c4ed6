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
import io.penstock.stream.state.StateLog;
import io.penstock.stream.state.StateTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * The pend ledger of a task, with two tables of the log behind it: pended work by pend id, held packets by their order, one a key.
 *
 * <p>A pend that came and went between two commits is written nowhere.
 */
final class StoredPends implements PendJournal {
    private final StateLog log;
    private final InMemoryPendLedger ledger = new InMemoryPendLedger(this);

    StoredPends(StateLog log) {
        this.log = log;
    }

    PendLedger ledger() {
        return ledger;
    }

    /** Fills the ledger from the log; held packets come in the order in which they were held. */
    void restore(LongFunction<PolicyRevision> revisions) {
        log.forEach(StateTable.PENDS, (key, value) -> ledger.restore(TicketCodec.decode(value, revisions)));
        log.forEach(StateTable.HELD, (key, value) -> {
            ByteBuffer fields = ByteBuffer.wrap(value);
            FlowKey flow = FlowKey.decode(sized(fields));
            String calloutKey = new String(sized(fields), StandardCharsets.UTF_8);
            byte[] item = Arrays.copyOfRange(value, fields.position(), value.length);
            long order = ByteBuffer.wrap(key).getLong();
            ledger.restore(flow, order, ItemCodec.decode(item, revisions), calloutKey);
        });
    }

    /** The revisions under which items wait. Reads the log, so not on the hot path. */
    Set<Long> revisionsInUse() {
        Set<Long> revisions = new HashSet<>();
        new StoredPends(log).restore(revision -> {
            revisions.add(revision);
            return null;
        });
        return revisions;
    }

    @Override
    public void opened(PendTicket ticket) {
        log.put(StateTable.PENDS, pendKey(ticket), TicketCodec.encode(ticket));
    }

    @Override
    public void closed(PendTicket ticket) {
        log.put(StateTable.PENDS, pendKey(ticket), null);
    }

    @Override
    public void held(FlowKey key, long order, Item item, String calloutKey) {
        byte[] flow = key.encode();
        byte[] callout = calloutKey.getBytes(StandardCharsets.UTF_8);
        byte[] held = ItemCodec.encode(item);
        log.put(
                StateTable.HELD,
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
        log.put(StateTable.HELD, holdKey(order), null);
    }

    private static byte[] pendKey(PendTicket ticket) {
        return ticket.id().text().getBytes(StandardCharsets.UTF_8);
    }

    /** Big-endian, so that the order of keys is the order of holding. */
    private static byte[] holdKey(long order) {
        return ByteBuffer.allocate(Long.BYTES).putLong(order).array();
    }
}
