// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import java.util.Objects;

/** How a pend ended in the past (spec 10.1.2). */
public sealed interface RecordedEnd {
    /**
     * Its callout answered.
     *
     * @param completion the answer, with the digest of what was pended
     */
    record Answered(Completion completion) implements RecordedEnd {
        public Answered {
            Objects.requireNonNull(completion, "completion");
        }
    }

    /**
     * It ended without an answer.
     *
     * @param outcome EXPIRED, FAILED or ENDPOINT_CLOSED
     */
    record Unanswered(PendOutcome outcome) implements RecordedEnd {
        /**
         * Checks that such a pend can have ended so.
         *
         * @throws IllegalArgumentException if the outcome is another
         */
        public Unanswered {
            switch (outcome) {
                case EXPIRED, FAILED, ENDPOINT_CLOSED -> {
                    // These are the ends without an answer.
                }
                case NONE, HELD, COMPLETED, OVERFLOW ->
                    throw new IllegalArgumentException(outcome + " is no end of a pend without an answer");
            }
        }
    }
}
