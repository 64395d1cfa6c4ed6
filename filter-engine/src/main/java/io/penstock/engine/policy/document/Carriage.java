// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

/** How a part of a Windows machine's policy came over (spec 9, 10.1). */
public enum Carriage {
    /** As it was; what it tests, captured packets tell. */
    EXACT,
    /** With a stand-in: of its value, or of what it tests. */
    APPROXIMATED,
    /** Without effect here: no captured packet tells what it tests, or nothing here can do what it does. */
    INERT,
    /** Not at all; no verdict depends on it. */
    LEFT_OUT
}
