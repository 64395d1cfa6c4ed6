// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.io.IOException;

/** Packets cannot be published. The message is one line: which brokers, what failed, what was expected. */
public final class PublishException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** No broker answers, or a bootstrap address has no such host. */
        UNREACHABLE,
        /** The topic of packets is not there. */
        NO_TOPIC,
        /** The brokers do not let this client in, or not publish. */
        REFUSED,
        /** Records were not taken within the time for their delivery. */
        NOT_DELIVERED,
        /** The client's properties do not fit together. */
        BAD_PROPERTIES
    }

    private final Kind kind;

    PublishException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
