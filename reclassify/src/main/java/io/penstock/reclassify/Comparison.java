// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

/** How a packet's verdicts under the two policies compare (spec 10.1.4); exactly one of these. */
public enum Comparison {
    /** The same action, by the same filter at the same layer. */
    UNCHANGED,
    /** The same action, by another filter or at another layer. */
    MOVED,
    /** Another action. */
    CHANGED,
    /** One of the verdicts hangs on a callout of which there is neither code nor a recorded outcome (spec 10.1.2). */
    UNKNOWN;

    /** As reports spell it. */
    public String key() {
        return switch (this) {
            case UNCHANGED -> "unchanged";
            case MOVED -> "moved";
            case CHANGED -> "changed";
            case UNKNOWN -> "unknown";
        };
    }
}
