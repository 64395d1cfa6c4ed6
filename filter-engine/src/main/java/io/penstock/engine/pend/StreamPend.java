// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.classify.PolicyRevision;

/**
 * What a ticket tells of bytes that are pended at STREAM, beside its packet. The bytes themselves wait with their flow ({@code CalloutState}).
 *
 * @param outbound the direction whose bytes they are, which need not be the packet's
 * @param revision under which they are decided: an older one than the packet's where the stream has waited under that (spec 7.7 S7)
 * @param bufferLimitReached the callout was told that everything must be decided
 * @param noMoreData it was told that nothing follows
 * @param changedFilterKey the filter that has changed bytes of the packet so far, null for none
 * @param permittedFilterKey the filter that permitted last in the packet's visit, null for none
 */
public record StreamPend(
        boolean outbound,
        PolicyRevision revision,
        boolean bufferLimitReached,
        boolean noMoreData,
        String changedFilterKey,
        String permittedFilterKey) {}
