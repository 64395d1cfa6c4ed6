// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** Where a callout's code answers (spec 6.1). */
public enum CalloutMode {
    /** Inside the evaluation, at once. */
    INLINE,
    /** In a worker: the evaluation pends the item and goes on with others. */
    OUT_OF_BAND
}
