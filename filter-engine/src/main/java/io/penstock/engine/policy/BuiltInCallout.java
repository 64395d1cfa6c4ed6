// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.util.Locale;

/**
 * One of Windows' own callouts, as {@code built-in-callouts.csv} lists it (spec 1.10).
 *
 * @param guid in lower case and braces
 * @param calloutKey its name where it has a public one, {@code FWPM_CALLOUT_...}, else the GUID
 * @param name display name
 * @param layer its applicable layer, null where that is none of the 99
 * @param behaviour what it can do here
 * @param note what it does on Windows, in a few words
 */
public record BuiltInCallout(
        String guid, String calloutKey, String name, Layer layer, Behaviour behaviour, String note) {

    /** What a callout that only Windows has the code of can do where traffic is observed. */
    public enum Behaviour {
        /** Its effect can be told from the item alone: Penstock has code for it. */
        WORKS,
        /** It does something beside the verdict: logs, counts, signals. As an inspection it changes nothing; in other filters it is inert. */
        OBSERVES,
        /** What it answers hangs on what only that machine knows (spec 4.6). */
        INERT;

        static Behaviour of(String cell) {
            return valueOf(cell.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether a filter of this action is skipped, and the verdict uncertain where it would have matched. */
    boolean isInertIn(Action action) {
        return switch (behaviour) {
            case WORKS -> false;
            case OBSERVES -> !(action instanceof Action.CalloutInspection);
            case INERT -> true;
        };
    }
}
