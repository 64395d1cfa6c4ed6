// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

/** A pended packet whose envelope can be read but whose contents cannot, so that its pend can at least be answered with {@code failed}. */
final class UnreadablePendException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadablePendException(String message, Throwable cause) {
        super(message, cause);
    }
}
