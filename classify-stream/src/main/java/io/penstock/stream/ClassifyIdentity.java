// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/** What must come out even in the books of each task, after every record (ARCHITECTURE 7). */
public enum ClassifyIdentity {
    /** Published = permitted + blocked + absorbed + malformed + waiting. */
    PUBLISHED("published"),
    /** Blocked = the sum of the discards. */
    BLOCKED("blocked"),
    /** Pended = completed + expired + waiting. */
    PENDED("pended");

    private final String key;

    ClassifyIdentity(String key) {
        this.key = key;
    }

    /** As metrics spell it. */
    public String key() {
        return key;
    }
}
