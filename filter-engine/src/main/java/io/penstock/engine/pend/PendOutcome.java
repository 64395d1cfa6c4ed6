// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

/** How a pend, or the waiting behind one, ended (spec 6.7). */
public enum PendOutcome {
    /** The item was never pended nor held. */
    NONE,
    /** It waited behind a pended item of its flow, and was not pended itself. */
    HELD,
    /** The callout answered. */
    COMPLETED,
    /** The callout failed: it threw, or its worker gave up. */
    FAILED,
    /** Nobody answered in time. */
    EXPIRED,
    /** There was no room to pend or hold it. */
    OVERFLOW,
    /** Its socket was closed while it waited. */
    ENDPOINT_CLOSED
}
