// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.StoredDiscards;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;

/** Asks instances of the topology for their discard counts, over HTTP. Thread-safe. */
public final class InstanceClient implements AutoCloseable {
    /** Where instances answer. */
    public static final String PATH = "/discards";

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * Asks one instance.
     *
     * @param instance HOST:PORT
     * @param forAll whether it is to ask all others too
     * @throws IOException if it does not answer, or cannot; the message says why
     */
    StoredDiscards ask(String instance, DiscardQuestion question, boolean forAll) throws IOException {
        String by = question.by().stream().map(DiscardField::key).collect(Collectors.joining(","));
        String query = "?by=" + by + "&since=" + question.sinceNanos() + (forAll ? "" : "&scope=local");
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + instance + PATH + query))
                    .timeout(ANSWER_WITHIN)
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException(answer.body().strip());
            }
            return StoredDiscardsJson.read(answer.body(), question.by());
        } catch (ConnectException nobody) {
            throw new IOException("nobody answers there", nobody);
        } catch (IllegalArgumentException noAddress) {
            throw new IOException("no address: " + noAddress.getMessage(), noAddress);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
