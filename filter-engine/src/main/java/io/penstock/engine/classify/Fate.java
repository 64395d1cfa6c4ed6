// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

/** What can befall a captured packet; exactly one of these does (docs/semantics.md gives each one's exact condition) (ARCHITECTURE 9, "Fates"). */
public enum Fate {
    PERMIT,
    BLOCK,
    ABSORB,
    MALFORMED;

    /** As verdict lines spell it. */
    public String key() {
        return switch (this) {
            case PERMIT -> "permit";
            case BLOCK -> "block";
            case ABSORB -> "absorb";
            case MALFORMED -> "malformed";
        };
    }
}
