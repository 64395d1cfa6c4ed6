// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Filter;
import java.util.Set;

/**
 * A callout's run-time object (spec 1.10): the fact that items may be offered to it, and its code where it runs in this process.
 *
 * @param key callout key
 * @param mode inline or out of band
 * @param ordered whether later items of a flow wait behind a pended one
 * @param pendTimeoutMillis milliseconds of wall clock that a pended item waits; 0: the policy's {@code pend.timeout}
 * @param code the callout, or null where it answers elsewhere
 * @param flags its run-time flags
 * @param editsStreams whether it replaces bytes of streams ({@link Callout#editsStreams()})
 */
public record CalloutRegistration(
        String key,
        CalloutMode mode,
        boolean ordered,
        long pendTimeoutMillis,
        Callout code,
        Set<CalloutFlag> flags,
        boolean editsStreams) {
    /**
     * Checks that there is code where it is to be asked.
     *
     * @throws IllegalArgumentException if an inline callout has none
     */
    public CalloutRegistration {
        flags = Set.copyOf(flags);
        if (mode == CalloutMode.INLINE && code == null) {
            throw new IllegalArgumentException("inline callout " + key + " is registered without code");
        }
    }

    /** Whether it is asked about content: its code says so, or it answers elsewhere, where the item is sent with its bytes. */
    public boolean readsContent() {
        return code == null || code.readsContent();
    }

    /** A callout whose code is here. */
    public static CalloutRegistration of(Callout callout) {
        return new CalloutRegistration(callout.key(), callout.mode(), callout.isOrdered(), 0, callout);
    }

    /** A callout that is what its code says, or has no flags and edits nothing where that is elsewhere. */
    public CalloutRegistration(String key, CalloutMode mode, boolean ordered, long pendTimeoutMillis, Callout code) {
        this(
                key,
                mode,
                ordered,
                pendTimeoutMillis,
                code,
                code == null ? Set.of() : code.flags(),
                code != null && code.editsStreams());
    }

    /**
     * Tells the code that a filter which names it is added, or, without its key, deleted (spec 5.5).
     *
     * @return whether the callout takes it; false where it fails
     */
    public boolean tell(Filter filter, boolean added) {
        try {
            return code.notify(filter, added);
        } catch (RuntimeException failed) {
            return false;
        }
    }

    /** Whether it is asked only about flows on which it has a context (spec 5.6 F8). */
    public boolean isConditionalOnFlow() {
        return flags.contains(CalloutFlag.CONDITIONAL_ON_FLOW);
    }
}
