// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

/** What a control record changes. */
sealed interface ControlChange {

    /**
     * A policy comes into force.
     *
     * @param id names this one wish, however often it is tried
     */
    record Activation(PolicyToActivate policy, String id) implements ControlChange {}

    /** A callout's run-time object comes or goes. */
    record Registration(CalloutToRegister callout) implements ControlChange {}
}
