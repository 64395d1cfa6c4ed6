// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of a dead letter, spelled as Kafka Streams' own handlers spell them (KIP-1034), so that there is one form. */
final class DeadLetter {
    private static final String PREFIX = "__streams.errors.";

    private DeadLetter() {}

    static Headers headers(Origin origin, Exception failure) {
        Headers headers = new RecordHeaders();
        add(headers, "exception", failure.getClass().getName());
        add(headers, "message", String.valueOf(failure.getMessage()));
        add(headers, "topic", origin.topic());
        add(headers, "partition", Integer.toString(origin.partition()));
        add(headers, "offset", Long.toString(origin.offset()));
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
