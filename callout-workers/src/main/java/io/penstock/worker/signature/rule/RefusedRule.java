// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.OptionalLong;

/**
 * A rule that was not taken.
 *
 * @param line where it starts in its file, from 1
 * @param column of what is at fault, from 1, in the rule with its continuation lines joined
 * @param sid its number where the text has one
 * @param reason what is wrong, or not supported
 * @param text the rule
 */
public record RefusedRule(int line, int column, OptionalLong sid, String reason, String text) {
    /** Place, number and reason in a line. */
    public String summary() {
        String number = sid.isPresent() ? "sid " + sid.getAsLong() : "a rule without a sid";
        return line + ":" + column + ": " + number + " refused: " + reason;
    }
}
