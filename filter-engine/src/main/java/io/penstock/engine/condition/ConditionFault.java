// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import io.penstock.engine.spec.FwpError;

/**
 * Why a condition may not stand in a filter of a layer (spec 3.1 to 3.3).
 *
 * @param error the code
 * @param part what of the condition is wrong
 * @param detail what is wrong with it
 * @param expected what would be right
 */
public record ConditionFault(FwpError error, Part part, String detail, String expected) {
    /** A part of a condition. */
    public enum Part {
        FIELD,
        MATCH_TYPE,
        VALUE
    }

    /** Code and detail. */
    public String message() {
        return error + ": " + detail;
    }
}
