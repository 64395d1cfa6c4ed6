// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

/** Says what is wrong with a rule's text, and where. */
final class RuleSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;

    /** @param index of the character at fault, from 0, in the rule's text */
    RuleSyntaxException(int index, String message) {
        super(message);
        this.index = index;
    }

    int index() {
        return index;
    }
}
