// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** How an item came to be, seen from one callout's injection handle (spec 6.5). */
public enum InjectionState {
    NOT_INJECTED,
    INJECTED_BY_SELF,
    INJECTED_BY_OTHER,
    PREVIOUSLY_INJECTED_BY_SELF
}
