// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

/** A worker cannot start or go on. The message is one line that names the callout and what Kafka said. */
public final class WorkerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkerException(String message, Throwable cause) {
        super(message, cause);
    }
}
