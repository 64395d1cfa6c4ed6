// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.pend.StreamPend;

/**
 * A callout elsewhere is to be asked about bytes that have come to it (spec 7.7).
 *
 * @param filter whose callout
 * @param shown the bytes; valid until more happens to their flow
 * @param pend what the ticket keeps of it
 */
record StreamAsk(RuntimeFilter filter, PendedStream shown, StreamPend pend) {
    /** The same, of a packet's visit in which these filters have decided bytes so far; null for none. */
    StreamAsk of(String changedFilterKey, String permittedFilterKey) {
        return new StreamAsk(
                filter,
                shown,
                new StreamPend(
                        pend.outbound(),
                        pend.revision(),
                        pend.bufferLimitReached(),
                        pend.noMoreData(),
                        changedFilterKey,
                        permittedFilterKey));
    }
}
