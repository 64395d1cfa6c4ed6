// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.Optional;

/** What a rule asks for, in the order in which rules are heard: a pass silences what comes behind it. */
public enum RuleAction {
    PASS,
    DROP,
    REJECT,
    ALERT;

    /** The action of that name as rules spell it; empty where there is none. */
    static Optional<RuleAction> of(String word) {
        return switch (word) {
            case "pass" -> Optional.of(PASS);
            case "drop" -> Optional.of(DROP);
            case "reject", "rejectsrc", "rejectdst", "rejectboth" -> Optional.of(REJECT);
            case "alert" -> Optional.of(ALERT);
            default -> Optional.empty();
        };
    }
}
