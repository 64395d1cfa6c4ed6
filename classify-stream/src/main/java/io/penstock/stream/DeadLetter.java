// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of a dead letter, spelled as Kafka Streams' own handlers spell them (KIP-1034), so that there is one form. */
final class DeadLetter {
    private static final String PREFIX = "__streams.errors.";

    private static final int MOST_MESSAGE_CHARACTERS = 2_000;

    private DeadLetter() {}

    /** The record's value, cut where the letter would not fit a record itself; a header tells how long it was. */
    static byte[] body(byte[] value, Headers headers) {
        if (value == null || value.length <= EngineOutput.MOST_BYTES) {
            return value;
        }
        headers.add("penstock.uncut.bytes", Integer.toString(value.length).getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(value, EngineOutput.MOST_BYTES);
    }

    static Headers headers(Origin origin, Exception failure) {
        Headers headers = new RecordHeaders();
        add(headers, "exception", failure.getClass().getName());
        add(headers, "message", line(failure));
        add(headers, "topic", origin.topic());
        add(headers, "partition", Integer.toString(origin.partition()));
        add(headers, "offset", Long.toString(origin.offset()));
        return headers;
    }

    private static String line(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        return message.length() <= MOST_MESSAGE_CHARACTERS ? message : message.substring(0, MOST_MESSAGE_CHARACTERS);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
