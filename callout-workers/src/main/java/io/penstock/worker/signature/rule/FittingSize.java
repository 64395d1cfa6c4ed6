// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.List;

/** Refuses rules whose contents cannot fit in the payload that {@code dsize} allows. */
final class FittingSize {
    private FittingSize() {}

    static void check(List<HeaderTest> header, List<PayloadTest> payload, int at) throws RuleSyntaxException {
        long most = Long.MAX_VALUE;
        for (HeaderTest test : header) {
            if (test instanceof HeaderTest.Number number && number.field() == HeaderField.DSIZE && !number.negated()) {
                most = Math.min(most, number.most());
            }
        }
        long needed = needed(payload);
        if (needed > most) {
            throw new RuleSyntaxException(at, "the contents need " + needed + " bytes, dsize allows " + most);
        }
    }

    private static long needed(List<PayloadTest> payload) {
        long needed = 0;
        long end = 0;
        for (PayloadTest test : payload) {
            if (test instanceof PayloadTest.Content content && !content.negated()) {
                int distance = content.distance() == PayloadTest.NONE ? 0 : content.distance();
                long start = content.relative() ? Math.max(0, end + distance) : content.offset();
                end = start + content.pattern().length;
                needed = Math.max(needed, end);
            }
        }
        return needed;
    }
}
