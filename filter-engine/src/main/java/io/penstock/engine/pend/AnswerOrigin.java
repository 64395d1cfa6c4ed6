// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

/** Where a replay has the answer to a pend from (spec 10.1.2). */
public enum AnswerOrigin {
    /** The callout's recorded answer. */
    RECORDED,
    /** The record says that nobody answered: it expired, its callout failed, its socket was closed. */
    RECORDED_EXPIRY,
    /** The record says that there was no room to pend. */
    RECORDED_OVERFLOW,
    /** Nothing is recorded; the callout's code was run. */
    CODE,
    /** There is neither record nor code: the callout abstained, and the verdict is uncertain. */
    UNKNOWN
}
