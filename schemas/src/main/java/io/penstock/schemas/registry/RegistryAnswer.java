// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.SchemaRegistryException;
import java.io.IOException;

/**
 * What a registry answered.
 *
 * @param status of HTTP
 * @param body JSON; missing where it is none
 */
record RegistryAnswer(int status, JsonNode body) {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    /**
     * The body of an answer that must have a status.
     *
     * @throws SchemaRegistryException for a status that says no, whenever it is asked
     * @throws IOException for any other
     */
    JsonNode require(int wanted) throws IOException {
        if (status != wanted) {
            throw refusal("");
        }
        return body;
    }

    /** What it says about something, as a refusal; an error for the moment is thrown instead. */
    SchemaRegistryException refusal(String about) throws IOException {
        String message = body.path("message").asText(body.path("title").asText(""));
        String text = (about.isEmpty() ? "" : about + ": ") + "HTTP status " + status + " "
                + message.lines().findFirst().orElse("");
        boolean isFinal = status >= CLIENT_ERRORS
                && status < SERVER_ERRORS
                && status != REQUEST_TIMEOUT
                && status != TOO_MANY_REQUESTS;
        if (!isFinal) {
            throw new IOException(text.strip());
        }
        return new SchemaRegistryException(text.strip(), true, null);
    }
}
