// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.classify.Item;
import io.penstock.engine.flow.FlowKey;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The pended items of one partition and what waits behind them (spec 6.7). A ticket is consumed once; items of a flow are taken back in the order in which they
 * were held. One thread.
 */
public interface PendLedger {
    /**
     * Whether one more packet may be pended or held for a callout.
     *
     * @param bytes that it takes in memory
     * @param mostBytes {@code pend.maxBytes}: bytes that may be pended and held for the callout, this packet's included
     * @param mostPackets {@code pend.maxPackets}: packets that may be, this one included; 1 and up
     */
    boolean hasRoom(String calloutKey, long bytes, long mostBytes, int mostPackets);

    /** Pends an item; its id must not be open already. */
    void open(PendTicket ticket);

    /** The ticket of that id, or null. */
    PendTicket find(String pendId);

    /** Consumes the ticket; false where it was consumed before. */
    boolean close(PendTicket ticket);

    /** The ticket that items of this flow wait for, or null. */
    PendTicket waitsFor(FlowKey key);

    /** Open tickets of the items that are meant, earliest deadline first. */
    List<PendTicket> open(Predicate<PendTicket> meant);

    /** Open tickets of a flow. */
    List<PendTicket> open(FlowKey flow);

    /** Whether an item of this flow that arrives now has to wait behind others. Nothing waits behind a ticket that is not ordered. */
    boolean mustWait(FlowKey key);

    /** Number of items held of this flow. */
    int heldBehind(FlowKey key);

    /** Whether an item of this flow is pended or held. */
    boolean isWaiting(FlowKey key);

    /** Whether an item of any flow of this host is pended or held. */
    boolean isWaiting(String host);

    /** Puts an item, owning its bytes, behind the others of its flow. */
    void hold(FlowKey key, Item item);

    /** Puts an item, owning its bytes, before the others of its flow: a clone of the packet they wait for. */
    void holdFirst(FlowKey key, Item item);

    /** Takes the first held item of a flow, or null where none waits any more. */
    Item release(FlowKey key);

    /**
     * Tickets whose deadline has passed, earliest first.
     *
     * @param nowMillis the wall clock, milliseconds since 1970 UTC; a deadline at this moment has passed
     */
    List<PendTicket> expired(long nowMillis);

    /** A callout's open tickets, earliest deadline first. */
    List<PendTicket> ticketsOf(String calloutKey);

    /** Number of pended items: open tickets. */
    int pended();

    /** Number of pended items of each callout that has any. */
    Map<String, Integer> pendedByCallout();

    /** Number of held items. */
    int held();

    /** Number of captured packets among the pended and held that have no fate yet: neither clones of replaced ones nor what decides no packet. */
    int waitingPackets();
}
