// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** What a callout writes as {@code actionType} (spec 5.2). */
public enum CalloutAction {
    BLOCK,
    PERMIT,
    CONTINUE,
    NONE,
    NONE_NO_MATCH
}
