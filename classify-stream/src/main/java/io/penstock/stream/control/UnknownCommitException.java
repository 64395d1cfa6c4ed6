// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

/** Whether a transaction stands is not known; the next attempt reads what is there. */
final class UnknownCommitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownCommitException(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
