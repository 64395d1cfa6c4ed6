// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

/** What a control record changes. */
sealed interface ControlChange {

    /**
     * A policy comes into force.
     *
     * @param id names this one wish, however often it is tried
     * @param always also where the active policy decides alike, since what nobody decides by may differ
     */
    record Activation(PolicyToActivate policy, String id, boolean always) implements ControlChange {
        /** A policy that comes into force if it decides otherwise than the active one. */
        Activation(PolicyToActivate policy, String id) {
            this(policy, id, false);
        }
    }

    /** A callout's run-time object comes or goes. */
    record Registration(CalloutToRegister callout) implements ControlChange {}
}
