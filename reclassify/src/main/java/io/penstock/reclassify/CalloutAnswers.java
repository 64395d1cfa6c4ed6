// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/**
 * Where the answers of one callout to what a policy pended are from (spec 10.1.2). Pends of packets that are reported count, whatever became of the packets.
 *
 * @param callout its key
 * @param recorded its recorded answers, 0 or more
 * @param expired pends that nobody had answered, as it is recorded: they expired, the callout failed, or the socket was closed
 * @param overflowed packets for which it is recorded that there was no room
 * @param computed pends of which nothing is recorded, answered by the callout's code
 * @param unknown pends of which nothing is recorded, and there is no code: the callout abstained
 */
public record CalloutAnswers(
        String callout, long recorded, long expired, long overflowed, long computed, long unknown) {
    public CalloutAnswers {
        Objects.requireNonNull(callout, "callout");
        if (recorded < 0 || expired < 0 || overflowed < 0 || computed < 0 || unknown < 0) {
            throw new IllegalArgumentException("counts of 0 or more expected, found " + recorded + ", " + expired + ", "
                    + overflowed + ", " + computed + " and " + unknown);
        }
    }
}
