// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.classify.Item;
import io.penstock.engine.flow.FlowKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The ledger on the heap (spec 6.7). Every change is told to a {@link PendJournal}, so that a store can follow it, and what a journal was told can be put back.
 */
public final class InMemoryPendLedger implements PendLedger {
    /** A held item and the callout to whose account its bytes go: that of the pend it was first put behind. */
    private record Held(long order, Item item, String calloutKey) {}

    /** When a pend expires; those of one record have the same moment. */
    private record Deadline(long millis, String pendId) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int earlier = Long.compare(millis, other.millis);
            return earlier == 0 ? pendId.compareTo(other.pendId) : earlier;
        }
    }

    private static final class Queue {
        /** One, or more where clones of one packet are pended side by side. */
        final List<PendTicket> tickets = new ArrayList<>(1);

        /** Tickets that nothing waits behind. */
        final List<PendTicket> unordered = new ArrayList<>(0);

        final ArrayDeque<Held> held = new ArrayDeque<>();

        List<PendTicket> of(PendTicket ticket) {
            return ticket.ordered() ? tickets : unordered;
        }
    }

    private static final class Account {
        long bytes;
        int packets;
        int tickets;
    }

    /** Orders count up from here, and down for items that go first; none is negative, so their bytes sort as they do. */
    private static final long MIDDLE = 1L << 62;

    private final PendJournal journal;
    private final Map<String, PendTicket> tickets = new HashMap<>();
    /** Open tickets by deadline; a tree, since a ticket is taken out of its middle when it is answered. */
    private final TreeSet<Deadline> deadlines = new TreeSet<>();

    private final Map<FlowKey, Queue> queues = new HashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private long nextOrder = MIDDLE;
    private long firstOrder = MIDDLE;
    private int heldCount;
    private int waitingPackets;

    public InMemoryPendLedger() {
        this(PendJournal.NONE);
    }

    /** A ledger that tells a journal of every change, at once and on its own thread. */
    public InMemoryPendLedger(PendJournal journal) {
        this.journal = journal;
    }

    @Override
    public boolean hasRoom(String calloutKey, long more, long mostBytes, int mostPackets) {
        Account account = accounts.get(calloutKey);
        return account == null ? more <= mostBytes : account.bytes + more <= mostBytes && account.packets < mostPackets;
    }

    @Override
    public void open(PendTicket ticket) {
        enter(ticket);
        journal.opened(ticket);
    }

    private void enter(PendTicket ticket) {
        String id = ticket.id().text();
        tickets.put(id, ticket);
        waitingPackets += isPacket(ticket) ? 1 : 0;
        deadlines.add(new Deadline(ticket.deadlineMillis(), id));
        account(ticket.id().calloutKey(), ticket.item().retainedBytes(), 1).tickets++;
        FlowKey key = ticket.item().holdKey();
        if (key != null) {
            List<PendTicket> together =
                    queues.computeIfAbsent(key.copy(), k -> new Queue()).of(ticket);
            together.add(ticket);
            // The first names who holds the others up: the same one when they come back from a store.
            if (together.size() > 1) {
                together.sort(Comparator.comparing(one -> one.id().text()));
            }
        }
    }

    @Override
    public PendTicket find(String pendId) {
        return tickets.get(pendId);
    }

    @Override
    public boolean close(PendTicket ticket) {
        String id = ticket.id().text();
        if (!tickets.remove(id, ticket)) {
            return false;
        }
        deadlines.remove(new Deadline(ticket.deadlineMillis(), id));
        waitingPackets -= isPacket(ticket) ? 1 : 0;
        account(ticket.id().calloutKey(), -ticket.item().retainedBytes(), -1).tickets--;
        FlowKey key = ticket.item().holdKey();
        if (key != null) {
            queues.get(key).of(ticket).remove(ticket);
        }
        journal.closed(ticket);
        return true;
    }

    @Override
    public PendTicket waitsFor(FlowKey key) {
        Queue queue = queues.get(key);
        return queue == null || queue.tickets.isEmpty() ? null : queue.tickets.getFirst();
    }

    @Override
    public List<PendTicket> open(Predicate<PendTicket> meant) {
        return deadlines.stream()
                .map(deadline -> tickets.get(deadline.pendId))
                .filter(meant)
                .toList();
    }

    @Override
    public List<PendTicket> open(FlowKey key) {
        Queue queue = queues.get(key);
        if (queue == null) {
            return List.of();
        }
        List<PendTicket> open = new ArrayList<>(queue.tickets);
        open.addAll(queue.unordered);
        return open;
    }

    @Override
    public boolean mustWait(FlowKey key) {
        Queue queue = queues.isEmpty() ? null : queues.get(key);
        return queue != null && !(queue.tickets.isEmpty() && queue.held.isEmpty());
    }

    @Override
    public int heldBehind(FlowKey key) {
        Queue queue = queues.get(key);
        return queue == null ? 0 : queue.held.size();
    }

    @Override
    public boolean isWaiting(FlowKey key) {
        return !queues.isEmpty() && queues.containsKey(key);
    }

    @Override
    public boolean isWaiting(String host) {
        for (FlowKey key : queues.keySet()) {
            if (key.host().equals(host)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void hold(FlowKey key, Item item) {
        hold(key, nextOrder++, item, false);
    }

    @Override
    public void holdFirst(FlowKey key, Item item) {
        hold(key, --firstOrder, item, true);
    }

    private void hold(FlowKey key, long order, Item item, boolean first) {
        Queue queue = queues.computeIfAbsent(key.copy(), k -> new Queue());
        String calloutKey = calloutOf(queue);
        enter(queue, new Held(order, item, calloutKey), first);
        journal.held(key, order, item, calloutKey);
    }

    private void enter(Queue queue, Held held, boolean first) {
        if (first) {
            queue.held.addFirst(held);
        } else {
            queue.held.addLast(held);
        }
        account(held.calloutKey, held.item.retainedBytes(), 1);
        heldCount++;
        waitingPackets += held.item.isInjected() ? 0 : 1;
    }

    @Override
    public Item release(FlowKey key) {
        Queue queue = queues.get(key);
        if (queue == null) {
            return null;
        }
        Held first = queue.held.poll();
        if (first == null) {
            if (queue.tickets.isEmpty() && queue.unordered.isEmpty()) {
                queues.remove(key);
            }
            return null;
        }
        heldCount--;
        waitingPackets -= first.item.isInjected() ? 0 : 1;
        account(first.calloutKey, -first.item.retainedBytes(), -1);
        journal.released(key, first.order);
        return first.item;
    }

    @Override
    public List<PendTicket> expired(long nowMillis) {
        List<PendTicket> expired = new ArrayList<>();
        for (Deadline deadline : deadlines) {
            if (deadline.millis > nowMillis) {
                break;
            }
            expired.add(tickets.get(deadline.pendId));
        }
        return expired;
    }

    @Override
    public List<PendTicket> ticketsOf(String calloutKey) {
        return deadlines.stream()
                .map(deadline -> tickets.get(deadline.pendId))
                .filter(ticket -> ticket.id().calloutKey().equals(calloutKey))
                .toList();
    }

    @Override
    public int pended() {
        return tickets.size();
    }

    @Override
    public Map<String, Integer> pendedByCallout() {
        if (tickets.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> pended = new HashMap<>();
        accounts.forEach((calloutKey, account) -> {
            if (account.tickets > 0) {
                pended.put(calloutKey, account.tickets);
            }
        });
        return pended;
    }

    @Override
    public int held() {
        return heldCount;
    }

    @Override
    public int waitingPackets() {
        return waitingPackets;
    }

    private static boolean isPacket(PendTicket ticket) {
        return !ticket.isEvent() && !ticket.item().isInjected();
    }

    /** Puts back a ticket that a journal was told of. */
    public void restore(PendTicket ticket) {
        enter(ticket);
    }

    /**
     * Puts back a held item that a journal was told of; called in rising order for each flow.
     *
     * @param order its place among all held items of the ledger, 0 and up, as the journal was told it
     * @param calloutKey as the journal was told it: what waits now may wait for another callout than the one it was first put behind
     */
    public void restore(FlowKey key, long order, Item item, String calloutKey) {
        enter(queues.computeIfAbsent(key.copy(), k -> new Queue()), new Held(order, item, calloutKey), false);
        nextOrder = Math.max(nextOrder, order + 1);
        firstOrder = Math.min(firstOrder, order);
    }

    /** Forgets everything, and tells the journal nothing of it. */
    public void clear() {
        tickets.clear();
        deadlines.clear();
        queues.clear();
        accounts.clear();
        nextOrder = MIDDLE;
        firstOrder = MIDDLE;
        heldCount = 0;
        waitingPackets = 0;
    }

    private static String calloutOf(Queue queue) {
        if (!queue.tickets.isEmpty()) {
            return queue.tickets.getFirst().id().calloutKey();
        }
        return queue.held.isEmpty() ? "" : queue.held.getLast().calloutKey;
    }

    private Account account(String calloutKey, long bytes, int packets) {
        Account account = accounts.computeIfAbsent(calloutKey, key -> new Account());
        account.bytes += bytes;
        account.packets += packets;
        return account;
    }
}
