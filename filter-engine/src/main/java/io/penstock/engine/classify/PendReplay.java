// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.pend.AnswerOrigin;
import io.penstock.engine.pend.PendHistory;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.RecordedEnd;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Has pends end as they did in the past (spec 10.1.2). One packet after the other; one thread. */
final class PendReplay {
    private final PendHistory history;
    /** How many pends of the packet have ended, by place. */
    private final Map<String, Integer> ended = new HashMap<>();

    PendReplay(PendHistory history) {
        this.history = history;
    }

    /** The next packet's turn. */
    void next() {
        if (!ended.isEmpty()) {
            ended.clear();
        }
    }

    /** Whether a callout without code abstains, since nothing is recorded of what it would be asked now. */
    boolean abstains(Item item, Walk walk, RuntimeFilter filter, PendLedger ledger) {
        if (wasRefused(item, filter.calloutKey())) {
            return false;
        }
        Item own = item.copy();
        PendId id = PendHandles.next(ledger, own, filter);
        boolean abstains = find(id, PendHandles.digest(own, id), !walk.event && !item.injected)
                .isEmpty();
        if (abstains) {
            history.told(filter.calloutKey(), AnswerOrigin.UNKNOWN);
        }
        return abstains;
    }

    /** Whether the item found no room at the callout. */
    boolean isRefused(Item item, String calloutKey) {
        boolean refused = wasRefused(item, calloutKey);
        if (refused) {
            history.told(calloutKey, AnswerOrigin.RECORDED_OVERFLOW);
        }
        return refused;
    }

    private boolean wasRefused(Item item, String calloutKey) {
        return history.refusedBy(item).filter(calloutKey::equals).isPresent();
    }

    /** How the pend ended, an answer addressed to this ticket; empty where that is not recorded. */
    Optional<RecordedEnd> take(PendTicket ticket) {
        Optional<RecordedEnd> end = find(ticket.id(), ticket.digest(), !ticket.isEvent() && !ticket.item().injected);
        ended.merge(ticket.id().place(), 1, Integer::sum);
        String calloutKey = ticket.id().calloutKey();
        if (end.isEmpty()) {
            history.told(calloutKey, AnswerOrigin.CODE);
            return end;
        }
        return Optional.of(
                switch (end.get()) {
                    case RecordedEnd.Answered(var completion) -> {
                        history.told(calloutKey, AnswerOrigin.RECORDED);
                        yield new RecordedEnd.Answered(completion.to(ticket.id().text(), ticket.digest()));
                    }
                    case RecordedEnd.Unanswered unanswered -> {
                        history.told(calloutKey, AnswerOrigin.RECORDED_EXPIRY);
                        yield unanswered;
                    }
                });
    }

    /** An answer about other bytes is none: a callout before has changed them, or changed them otherwise then. */
    private Optional<RecordedEnd> find(PendId id, long digest, boolean decidesPacket) {
        return history.end(id, ended.getOrDefault(id.place(), 0), decidesPacket)
                .filter(end -> !(end instanceof RecordedEnd.Answered(var completion))
                        || PendHandles.sameBytes(completion.digest(), digest));
    }
}
