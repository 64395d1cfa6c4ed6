// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.stream.CalloutState;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamFlags;

/**
 * What waits in the visit's direction for callouts that are elsewhere (spec 7.7): bytes gather at each, and once nothing moves any more the lightest is asked about
 * them. One thread.
 */
final class StreamAway {
    private final StreamPosition position;
    private final StreamChain chain;

    StreamAway(StreamPosition position, StreamChain chain) {
        this.position = position;
        this.chain = chain;
    }

    /** Bytes come to the callout. */
    void collect(RuntimeFilter filter, StreamBytes come) {
        CalloutState callout = position.of(filter);
        boolean idle = callout.isIdle();
        callout.collect(come, PendedStream.MOST_BYTES);
        wantIfDue(callout, !come.isEmpty() && idle);
    }

    /** The callout has decided what it was shown, or wants more: what has come since is next. */
    void next(RuntimeFilter filter) {
        CalloutState callout = position.find(filter);
        if (callout == null) {
            return;
        }
        boolean decided = callout.join(StreamBytes.nothing()).isEmpty();
        if (callout.moveUp(PendedStream.MOST_BYTES)) {
            wantIfDue(callout, decided);
        }
    }

    /** A callout that wants more is asked once that is there, or cannot come any more (spec 7.3, 7.5). */
    private void wantIfDue(CalloutState callout, boolean fresh) {
        StreamBytes data = callout.join(StreamBytes.nothing());
        if (callout.isAsked() || data.isEmpty()) {
            return;
        }
        if (fresh || isFull(data) || isOver(data) || !callout.wantsMoreThan(data.length())) {
            callout.want();
        }
    }

    boolean isFull(StreamBytes data) {
        return data.length() >= PendedStream.MOST_BYTES || position.isFull(0);
    }

    static boolean isOver(StreamBytes data) {
        return StreamFlags.isDisconnect(data.flags()) || StreamFlags.isAbort(data.flags());
    }

    /** Index in the chain of the lightest filter whose callout is to be asked, -1 for none. */
    int wanted() {
        for (int at = chain.size() - 1; at >= 0; at--) {
            CalloutState callout = position.find(chain.get(at));
            if (callout != null && callout.isWanted()) {
                return at;
            }
        }
        return -1;
    }

    /** What the callout is shown now. */
    PendedStream show(RuntimeFilter filter) {
        CalloutState callout = position.of(filter);
        StreamBytes data = callout.join(StreamBytes.nothing());
        callout.ask();
        return new PendedStream(
                data.runs(), data.array(), data.from(), callout.takeMissed(), isFull(data), isOver(data));
    }
}
