// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.schemas.SchemaRegistryException;
import io.penstock.schemas.WireFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a registry, and what is made of answers that a good one seldom gives. */
class HttpSchemaRegistryTest {
    private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

    /** Of one answer, a twentieth of what is allowed. */
    private static final Duration ANSWER_TIME = Duration.ofMillis(50);

    private static final Duration TIMEOUT = ANSWER_TIME.multipliedBy(20);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Answers answers;

    /** Status and body for a request, named by method and path. */
    private interface Answers {
        Answer to(String request);
    }

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldRegisterWhatIsNotThereAndHaveItsFormsReadEachOther() {
        answers = request -> request.startsWith("POST") && request.endsWith("/versions") || request.startsWith("PUT")
                ? new Answer(200, "{\"id\":7}")
                : new Answer(404, NOT_FOUND);
        assertThat(WireFormat.of(clients(Map.of())).serializer()).isNotNull();
        String subject = "/apis/ccompat/v7/subjects/io.penstock.schemas.PacketBatch";
        assertThat(asked)
                .startsWith(
                        "POST " + subject,
                        "GET " + subject + "/versions",
                        "POST " + subject + "/versions",
                        "PUT /apis/ccompat/v7/config/io.penstock.schemas.PacketBatch");
    }

    @Test
    void shouldHaveFormsReadEachOtherWhereTheServerFailedRightAfterItTookTheFirst() {
        String subject = "POST /apis/ccompat/v7/subjects/io.penstock.schemas.PacketBatch";
        String config = "PUT /apis/ccompat/v7/config/io.penstock.schemas.PacketBatch";
        answers = request -> {
            if (request.equals(config) && Collections.frequency(asked, config) == 1) {
                return new Answer(503, "");
            }
            boolean isRegistered = asked.contains(subject + "/versions");
            return request.equals(subject) && !isRegistered || request.startsWith("GET")
                    ? new Answer(404, NOT_FOUND)
                    : new Answer(200, "{\"id\":7}");
        };
        assertThat(WireFormat.of(clients(Map.of())).serializer()).isNotNull();
        assertThat(asked)
                .startsWith(subject, subject.replace("POST", "GET") + "/versions", subject + "/versions", config);
        assertThat(asked).containsSubsequence(config, subject, config);
    }

    @Test
    void shouldOnlyLookUpWhatIsThere() {
        answers = request -> new Answer(200, "{\"id\":7}");
        assertThat(WireFormat.of(clients(Map.of())).serializer()).isNotNull();
        assertThat(asked).allMatch(request -> request.startsWith("POST /apis/ccompat/v7/subjects/"));
        assertThat(asked).noneMatch(request -> request.endsWith("/versions"));
    }

    @Test
    void shouldRegisterNothingWhereItMayNot() {
        answers = request -> new Answer(404, NOT_FOUND);
        assertRefused(
                Map.of("auto.register", "false"),
                "io.penstock.schemas.PacketBatch is not registered, and schema.registry.auto.register is false");
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldNotAskAgainForWhatIsRefused() {
        answers = request -> new Answer(401, "{\"error_code\":401,\"message\":\"Unauthorized\\nmore\"}");
        assertRefused(Map.of(), "io.penstock.schemas.PacketBatch: HTTP status 401 Unauthorized");
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldAskAgainWhereTheServerFails() {
        answers = request -> asked.size() == 1 ? new Answer(503, "") : new Answer(200, "{\"id\":7}");
        assertThat(WireFormat.of(clients(Map.of())).serializer()).isNotNull();
    }

    @Test
    void shouldWaitForEachSchemaThatARegistryTakesInSlowly() {
        answers = request -> {
            LockSupport.parkNanos(ANSWER_TIME.toNanos());
            return new Answer(200, "{\"id\":7}");
        };
        assertThat(WireFormat.of(clients(Map.of("timeout.ms", Long.toString(TIMEOUT.toMillis()))))
                        .serializer())
                .isNotNull();
        assertThat(ANSWER_TIME.multipliedBy(asked.size()))
                .as("what all answers took together")
                .isGreaterThan(TIMEOUT);
    }

    @Test
    void shouldRefuseAnAnswerThatIsNone() {
        answers = request -> new Answer(200, "<html>");
        assertThatThrownBy(() ->
                        WireFormat.of(clients(Map.of("timeout.ms", "2000"))).serializer())
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("an answer without an id");
    }

    @Test
    void shouldSayWhyTheServerFailedBeforeItFellSilent() {
        CountDownLatch told = new CountDownLatch(1);
        answers = request -> {
            if (asked.size() > 1) {
                await(told);
            }
            return new Answer(200, "<html>");
        };
        try {
            assertThatThrownBy(() ->
                            WireFormat.of(clients(Map.of("timeout.ms", "2000"))).serializer())
                    .isInstanceOfSatisfying(
                            SchemaRegistryException.class,
                            silent -> assertThat(silent.isLasting()).isFalse())
                    .hasMessageContaining("an answer without an id");
        } finally {
            told.countDown();
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldSayWhoAsks() {
        answers = request -> request.contains("Basic YW5uOnNlY3JldA==")
                ? new Answer(200, "{\"id\":7}")
                : new Answer(401, "{\"message\":\"who are you\"}");
        assertRefused(Map.of(), "io.penstock.schemas.PacketBatch: HTTP status 401 who are you");
        assertThat(WireFormat.of(clients(Map.of("basic.auth.user.info", "ann:secret")))
                        .serializer())
                .isNotNull();
    }

    private static void await(CountDownLatch told) {
        try {
            told.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertRefused(Map<String, String> settings, String why) {
        assertThatThrownBy(() -> WireFormat.of(clients(settings)).serializer())
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        refused -> assertThat(refused.isLasting()).isTrue())
                .hasMessage("the schema registry at " + url() + " does not give the ids of Penstock's schemas: " + why);
    }

    private Map<String, Object> clients(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", url()));
        settings.forEach((name, value) -> properties.put(RegistryProperties.PREFIX + name, value));
        return RegistryProperties.clients(properties);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        asked.add(request);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Answer answer = answers.to(authorization == null ? request : request + " " + authorization);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
