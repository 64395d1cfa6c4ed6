// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.redirect.RedirectRecord;
import java.util.List;

/**
 * One pended item: all that its callout and its resumption need. Consumed exactly once (spec 6.4 P9).
 *
 * @param id names it
 * @param item the item, owning its bytes
 * @param steps the walk it was put down in: the ordinals of its visits
 * @param position index in {@code steps} of the visit that pended it
 * @param decidedFilterKey the filter that had decided the walk so far, or null
 * @param marks bits of what the walk is: {@link #EVENT}, {@link #PACKETLESS}, {@link #EXPLICIT_BIND}
 * @param ordered whether later items of the flow wait behind it
 * @param redirects redirects of the connection so far
 * @param uncertain whether an inert filter had matched so far
 * @param openedMillis wall clock when it was pended, milliseconds since 1970 UTC
 * @param deadlineMillis wall clock at which it expires, milliseconds since 1970 UTC
 * @param digest of the item's bytes and the callout, 64 bits: what a completion must echo
 * @param flowContext the callout's context on the item's flow when it was pended, 0 none (spec 5.6)
 * @param stream what is pended of a stream; null except at STREAM
 */
public record PendTicket(
        PendId id,
        Item item,
        byte[] steps,
        int position,
        String decidedFilterKey,
        int marks,
        boolean ordered,
        List<RedirectRecord> redirects,
        boolean uncertain,
        long openedMillis,
        long deadlineMillis,
        long digest,
        long flowContext,
        StreamPend stream) {
    /** The visits are a socket's, not a packet's. */
    public static final int EVENT = 1;

    /** No packet stands behind them. */
    public static final int PACKETLESS = 2;

    /** The bind was asked for, not implied by a connect. */
    public static final int EXPLICIT_BIND = 4;

    /** What the filter that pended it is of. */
    public PolicyRevision revision() {
        return stream == null ? item.revision() : stream.revision();
    }

    /** Whether it decides no packet. */
    public boolean isEvent() {
        return (marks & EVENT) != 0;
    }
}
