// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

/** The embedded broker cannot start. The message is one line that names what stands in the way. */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
