// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.classify.Item;

/**
 * One pended item: all that its callout and its resumption need. Consumed exactly once.
 *
 * @param id names it
 * @param item the item, owning its bytes
 * @param steps the walk it was put down in: the ordinals of its visits
 * @param position index of the visit that pended it
 * @param decidedFilterKey the filter that had decided the walk so far, or null
 * @param uncertain whether an inert filter had matched so far
 * @param openedMillis wall clock when it was pended
 * @param deadlineMillis wall clock after which it expires
 * @param digest of the item's bytes and the callout: what a completion must echo
 * @param flowContext the callout's context on the item's flow when it was pended, 0 none (spec 5.6)
 */
public record PendTicket(
        PendId id,
        Item item,
        byte[] steps,
        int position,
        String decidedFilterKey,
        boolean uncertain,
        long openedMillis,
        long deadlineMillis,
        long digest,
        long flowContext) {}
