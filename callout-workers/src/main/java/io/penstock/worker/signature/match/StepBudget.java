// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

/** How much work one rule may cause on one run of bytes. One thread. */
final class StepBudget {
    /** Thrown where the budget is used up; has no trace, for it is part of the work. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("the rule's tests took too many steps", null, false, false);
        }
    }

    private long left;

    void refill(long steps) {
        left = steps;
    }

    void spend() {
        if (--left < 0) {
            throw new Spent();
        }
    }
}
