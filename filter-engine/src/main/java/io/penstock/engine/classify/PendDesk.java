// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.PolicySettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Opens tickets for items that are pended and takes their walks up again as spec 6.4 says for the layer. One thread. */
final class PendDesk implements WalkRunner.Pending {
    /** Clones of one packet count their visits from different numbers, so that their pends have different ids. */
    private static final int VISITS_APART = 1 << 10;

    /** Spreads them over all numbers. */
    private static final int VISITS_APART_PRIME = 0x9E3779B1;

    private final PendLedger ledger;
    private final VisitDesk visits;
    private final FlowContextDesk contexts;
    private final EngineListener listener;
    private final WalkRunner runner;
    private final PacketDecoder decoder = new PacketDecoder();
    private long nowMillis;

    PendDesk(
            PendLedger ledger, VisitDesk visits, FlowContextDesk contexts, EngineListener listener, WalkRunner runner) {
        this.ledger = ledger;
        this.contexts = contexts;
        this.visits = visits;
        this.listener = listener;
        this.runner = runner;
    }

    /** What becomes of a pended item. */
    sealed interface Resumption {
        PendOutcome outcome();

        /** It goes on. */
        record GoOn(PendOutcome outcome) implements Resumption {}

        /** The filter that pended it blocks it. */
        record Refuse(PendOutcome outcome, DiscardReason detail) implements Resumption {}

        /** Clones take its place. */
        record Replace(PendOutcome outcome, List<byte[]> clones) implements Resumption {}
    }

    void now(long millis) {
        nowMillis = millis;
    }

    @Override
    public void pend(Item item, Walk walk, RuntimeFilter filter) {
        Item own = item.copy();
        own.waited = true;
        Layer layer = filter.filter().layer();
        PendId id = id(own, layer, filter);
        own.visit++;
        long timeout = visits.pendTimeoutMillis(
                filter.calloutKey(),
                item.revision.policy().settings().pendTimeout().toMillis());
        PendTicket ticket = new PendTicket(
                id,
                own,
                walk.steps(),
                walk.position(),
                walk.permit == null ? null : walk.permit.filterKey(),
                walk.uncertain,
                nowMillis,
                nowMillis + timeout,
                digest(own, id),
                visits.flowContext(item, walk, filter));
        ledger.open(ticket);
        listener.pended(item, ticket);
    }

    /** An id that no open pend has: clones of clones may have come to the same number. */
    private PendId id(Item own, Layer layer, RuntimeFilter filter) {
        while (true) {
            PendId id = new PendId(
                    own.topic,
                    own.partition,
                    own.offset,
                    own.index,
                    own.visit,
                    layer.layerId(),
                    filter.filter().filterKey(),
                    filter.calloutKey());
            if (ledger.find(id.text()) == null) {
                return id;
            }
            own.visit++;
        }
    }

    private static long digest(Item item, PendId id) {
        CRC32C crc = new CRC32C();
        crc.update(item.rows, item.row, PacketRow.ROW_LENGTH);
        crc.update(item.frames, item.frameOffset(), item.frameLength());
        return crc.getValue() << 32 | id.text().hashCode() & 0xFFFF_FFFFL;
    }

    /** Applies what a completion says of its callout's context on the flow, before the item goes on (spec 5.6). */
    void associate(PendTicket ticket, long flowContext, Walk walk) {
        walk.resume(ticket.steps(), ticket.position());
        RuntimeFilter filter = filter(ticket);
        contexts.completed(
                runner.flowOf(ticket.item(), walk),
                ticket.item(),
                filter.filter().layer(),
                filter.calloutKey(),
                flowContext);
    }

    /** Consumes the ticket by a completion and says what follows. */
    Resumption answered(PendTicket ticket, Completion completion) {
        RuntimeFilter filter = filter(ticket);
        for (var finding : completion.findings()) {
            listener.finding(ticket.item(), filter.filter().layer(), filter.calloutKey(), finding);
        }
        return switch (completion) {
            case Completion.Permit permit -> new Resumption.GoOn(PendOutcome.COMPLETED);
            case Completion.Block block -> new Resumption.Refuse(PendOutcome.COMPLETED, DiscardReason.FIREWALL_POLICY);
            case Completion.Replace replace -> new Resumption.Replace(PendOutcome.COMPLETED, replace.clones());
            case Completion.Failed failed -> unanswered(ticket, PendOutcome.FAILED, DiscardReason.FIREWALL_POLICY);
        };
    }

    /** Says what follows from a deadline that has passed. */
    Resumption expired(PendTicket ticket) {
        return unanswered(ticket, PendOutcome.EXPIRED, DiscardReason.PEND_TIMEOUT);
    }

    /** Says what follows where the callout goes without answering (spec 6.7, forced unregister). */
    Resumption abandoned(PendTicket ticket) {
        return unanswered(ticket, PendOutcome.FAILED, DiscardReason.CALLOUT_UNREGISTERED);
    }

    private static Resumption unanswered(PendTicket ticket, PendOutcome outcome, DiscardReason detail) {
        PolicySettings settings = ticket.item().revision.policy().settings();
        return settings.permitOnTimeout() ? new Resumption.GoOn(outcome) : new Resumption.Refuse(outcome, detail);
    }

    /** Consumes the ticket and takes the item on. */
    void resume(PendTicket ticket, Resumption resumption, Walk walk) {
        if (!ledger.close(ticket)) {
            return;
        }
        listener.settled(ticket, resumption.outcome());
        Item item = ticket.item();
        item.outcome = resumption.outcome();
        RuntimeFilter filter = filter(ticket);
        walk.resume(ticket.steps(), ticket.position());
        walk.uncertain = ticket.uncertain();
        if (ticket.decidedFilterKey() != null) {
            RuntimeFilter decided = item.revision.filter(ticket.decidedFilterKey());
            walk.permit = decided == null ? null : decided.permit(walk.uncertain);
        }
        switch (resumption) {
            case Resumption.GoOn(var outcome) -> goOn(item, walk, filter);
            case Resumption.Refuse(var outcome, var detail) -> refuse(item, walk, filter, detail);
            case Resumption.Replace(var outcome, var clones) -> replace(item, walk, filter, clones);
        }
    }

    private static RuntimeFilter filter(PendTicket ticket) {
        return ticket.item().revision.filter(ticket.id().filterKey());
    }

    /** P5 to P7 of spec 6.4, PEND_CLASSIFY, and clone-absorb-reinject for all other layers. */
    private void goOn(Item item, Walk walk, RuntimeFilter filter) {
        Visit visit = walk.visit();
        boolean inbound = PacketRow.direction(item.rows, item.row) == PacketRow.INBOUND;
        boolean again = switch (visit) {
            case CONNECT, RESOURCE_ASSIGNMENT, LISTEN, BIND_REDIRECT, CONNECT_REDIRECT -> true;
            case RECV_ACCEPT -> !inbound;
            default -> false;
        };
        if (again) {
            walk.answered = filter;
            runner.resume(item, walk, this);
            return;
        }
        List<String> chain = new ArrayList<>(item.injectionChain);
        chain.add(filter.calloutKey());
        item.injectionChain = List.copyOf(chain);
        if (chain.size() > item.revision.policy().settings().reinjectMaxDepth()) {
            refuse(item, walk, filter, DiscardReason.REINJECT_LOOP);
        } else {
            runner.start(item, walk, this);
        }
    }

    private void refuse(Item item, Walk walk, RuntimeFilter filter, DiscardReason detail) {
        runner.refuse(item, walk, filter, detail);
    }

    private void replace(Item item, Walk walk, RuntimeFilter filter, List<byte[]> clones) {
        runner.replaced(item, filter, walk.uncertain);
        inject(item, filter, clones);
    }

    /** Clones go one after the other: one that finds an earlier one pended waits for it, before the packets that came later. */
    @Override
    public void inject(Item item, RuntimeFilter filter, List<byte[]> frames) {
        List<Item> clones = new ArrayList<>(frames.size());
        int number = 0;
        for (byte[] frame : frames) {
            Item clone = clone(item, filter, frame, ++number);
            if (isFit(clone, filter)) {
                clones.add(clone);
            }
        }
        int next = 0;
        while (next < clones.size() && (item.key == null || next == 0 || ledger.waitsFor(item.key) == null)) {
            runner.start(clones.get(next++), new Walk(), this);
        }
        for (int last = clones.size() - 1; last >= next; last--) {
            ledger.holdFirst(item.key, clones.get(last));
        }
    }

    /** Whether a clone may walk; ends it where it may not. */
    private boolean isFit(Item clone, RuntimeFilter filter) {
        if (clone.injectionChain.size() > clone.revision.policy().settings().reinjectMaxDepth()) {
            runner.drop(clone, filter, DiscardReason.REINJECT_LOOP);
            return false;
        }
        if (PacketRow.kind(clone.rows, 0) == PacketRow.KIND_MALFORMED) {
            listener.injected(clone, clone.revision.passed(true));
            return false;
        }
        return true;
    }

    private Item clone(Item item, RuntimeFilter filter, byte[] frame, int number) {
        RowBuffer rows = new RowBuffer();
        decoder.decode(
                frame,
                0,
                frame.length,
                frame.length,
                PacketRow.linkType(item.rows, item.row),
                item.sequence(),
                PacketRow.captureTimeNanos(item.rows, item.row),
                PacketRow.interfaceId(item.rows, item.row),
                rows);
        rows.appendFrame(frame, 0, frame.length);
        PacketRow.direction(rows.rows(), 0, PacketRow.direction(item.rows, item.row));
        Item clone = item.copy();
        clone.rows = Arrays.copyOf(rows.rows(), PacketRow.ROW_LENGTH);
        clone.quoted = rows.quoted();
        clone.frames = rows.frames();
        clone.injected = true;
        clone.whole = null;
        clone.visit = ((item.visit * 31 + number) * VISITS_APART_PRIME & Integer.MAX_VALUE) & -VISITS_APART;
        List<String> chain = new ArrayList<>(item.injectionChain);
        chain.add(filter.calloutKey());
        clone.injectionChain = List.copyOf(chain);
        return clone;
    }

    /** Blocks, or permits, an item that found no room behind a pended one. */
    void overflow(Item item, PendTicket first) {
        RuntimeFilter filter = filter(first);
        item.outcome = PendOutcome.OVERFLOW;
        runner.overflow(
                item,
                filter == null ? null : filter,
                item.revision.policy().settings().permitOnOverflow());
    }
}
