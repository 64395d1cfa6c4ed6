// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

/** Kafka refuses to make or describe the topics, or cannot be reached. The message is one line. */
public final class TopicCatalogueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicCatalogueException(String message, Throwable cause) {
        super(message, cause);
    }
}
