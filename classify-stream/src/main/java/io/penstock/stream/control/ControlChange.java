// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

/** What a control record changes. */
sealed interface ControlChange {

    /** A policy comes into force. */
    record Activation(PolicyToActivate policy) implements ControlChange {}

    /** A callout's run-time object comes or goes. */
    record Registration(CalloutToRegister callout) implements ControlChange {}
}
