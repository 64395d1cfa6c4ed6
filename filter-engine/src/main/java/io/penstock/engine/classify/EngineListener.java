// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.stream.StreamPiece;
import java.util.List;

/**
 * Told what comes of items, synchronously and in order, by the engine's thread (spec 8, ARCHITECTURE 3). Items are valid during the call unless they own their bytes
 * ({@link PendTicket#item()}); verdicts may be kept. Must not call the engine back. What a listener does not override it does not want to know.
 */
public interface EngineListener {
    /** How a flow's last record came about. */
    enum FlowEnd {
        /** Reset, closed from both sides, or followed by a new connection of the same tuple. */
        ENDED,
        IDLE,
        END_OF_CAPTURE
    }

    /** The item's fate. {@link Item#hasWaited()} tells whether a placeholder went out before. */
    void verdict(Item item, Verdict verdict);

    /** The item waits for a callout; {@code ticket} is open. */
    default void pended(Item item, PendTicket ticket) {}

    /**
     * As {@link #pended(Item, PendTicket)}, where what waits are bytes of a stream (spec 7.7).
     *
     * @param shown what the callout is shown; its array is valid until the ticket is consumed, and not to be written
     */
    default void pended(Item item, PendTicket ticket, PendedStream shown) {
        pended(item, ticket);
    }

    /** The item waits behind a pended one of its flow. */
    default void held(Item item) {}

    /** The ticket was consumed. */
    default void settled(PendTicket ticket, PendOutcome outcome) {}

    /** A completion that found no ticket, or not its own: counted and dropped. */
    default void orphan(Completion completion, boolean mismatch) {}

    default void discard(Item item, Discard discard) {}

    /** Whether {@link #authorized} is to be called; asked once, when the engine is made. */
    default boolean wantsAuthorizations() {
        return false;
    }

    /** A bind, a listen or the authorisation of a connection has ended, permitted or blocked. {@code ended} is valid during the call. */
    default void authorized(Item item, Authorization ended) {}

    default void finding(Item item, Layer layer, String calloutKey, Finding finding) {}

    /**
     * A callout's answer broke its contract, or was not heard; told once per answer and fault (spec 5).
     *
     * @param item null where a callout fails at the end of a flow or when it is told of a filter
     * @param calloutKey null: a filter without a callout blocks where that is wrong (spec 2.7)
     */
    default void contractError(Item item, Layer layer, String calloutKey, ContractError error) {}

    /** A bind, listen, connect or accept that was pended has come to its verdict. */
    default void endpointDecided(Item endpoint, Verdict verdict) {}

    /** A callout has redirected a bind or connect; of observed traffic no packet is rewritten. */
    default void redirected(Item item, Layer layer, RedirectRecord redirect) {}

    /** A clone that a callout put in an item's place has passed its walk and leaves. */
    default void injected(Item clone, Verdict verdict) {}

    /** Whether {@link #streamed} is to be told; whoever does not build streams saves the work. */
    default boolean readsStreams() {
        return false;
    }

    /**
     * What left the stream layer in one direction of a flow, in the order of the stream (spec 7).
     *
     * @param item the packet or event that it came with
     * @param flow whose bytes
     * @param outbound which direction
     * @param pieces what passed, was put in, taken out or is missing; valid during the call
     */
    default void streamed(Item item, FlowState flow, boolean outbound, List<StreamPiece> pieces) {}

    default void flowStarted(FlowState flow) {}

    default void flowEnded(FlowState flow, FlowEnd end) {}

    /**
     * A callout reports on a flow that has left the table, before {@link #flowEnded} tells of it.
     *
     * @param at the packet or record that ended it, or with which its end was seen
     */
    default void flowFinding(Item at, FlowState flow, Layer layer, String calloutKey, Finding finding) {}

    /** A callout's context on a flow is gone, told once; code that is here was told before (spec 5.6 F4, F5). */
    default void flowContextDeleted(FlowKey flow, FlowContext context) {}
}
