// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/** An input record that cannot be read; it goes to the dead letters whole, and the pipeline goes on. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String reason) {
        super(reason);
    }

    UnreadableRecordException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
