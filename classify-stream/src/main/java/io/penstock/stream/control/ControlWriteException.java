// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

/** Control records could not be written; nothing of the change is in force. */
public final class ControlWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that has a cause. */
    public ControlWriteException(String message, Throwable cause) {
        super(message, cause);
    }

    ControlWriteException(String message) {
        super(message);
    }
}
