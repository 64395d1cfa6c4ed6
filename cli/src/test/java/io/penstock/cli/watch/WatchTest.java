// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private Watch watch;
    private Optional<String> problem = Optional.empty();
    private Optional<String> end = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        watch = Watch.at(ListenAddress.parse("0"), "worker");
    }

    @AfterEach
    void close() {
        watch.close();
        client.close();
    }

    @Test
    void shouldLiveButNotBeReadyBeforeItsPartsAreNamed() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("not ready\nstarting\n");
    }

    @Test
    void shouldNotShowWhereInstancesCanBeAsked() throws Exception {
        for (String address :
                List.of("10.0.0.1:9464", "[fe80::1]:9464", "penstock-classify-0.penstock-classify:9464")) {
            Counter.builder("of.clients")
                    .tag("client.id", "penstock-classify@" + address + "-StreamThread-1-consumer")
                    .tag("thread.id", "penstock-classify@" + address)
                    .register(watch.registry().orElseThrow());
        }

        assertThat(get("/metrics").body().lines().filter(line -> line.startsWith("of_clients_total")))
                .containsExactly(
                        "of_clients_total{client_id=\"penstock-classify-StreamThread-1-consumer\",thread_id=\"penstock-classify\"}"
                            + " 0.0");
    }

    @Test
    void shouldBeReadyOnceAllPartsAre() throws Exception {
        nameParts();

        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("ready\nbroker: ok\ntopology: ok\n");
    }

    @Test
    void shouldSayWhichPartIsNotReadyAndWhy() throws Exception {
        nameParts();
        problem = Optional.of("REBALANCING");

        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("not ready\nbroker: ok\ntopology: REBALANCING\n");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotLiveOnceAPartHasStoppedForGood() throws Exception {
        nameParts();
        end = Optional.of("stopped");

        HttpResponse<String> live = get("/health/live");
        assertThat(live.statusCode()).isEqualTo(503);
        assertThat(live.body()).isEqualTo("not alive\nbroker: ok\ntopology: stopped\n");
    }

    @Test
    void shouldTakeACheckThatFailsForAProblem() throws Exception {
        watch.health().part("topology", () -> {
            throw new IllegalStateException("gone");
        });
        watch.health().started();

        assertThat(get("/health/ready").body()).isEqualTo("not ready\ntopology: cannot be asked: gone\n");
    }

    @Test
    void shouldAnswerAQuestionOrSayWhyItCannot() throws Exception {
        watch.page("/question", query -> {
            if (query == null) {
                throw new IllegalArgumentException("no question");
            }
            if (query.equals("later")) {
                throw new IOException("not now");
            }
            return "{\"asked\":\"" + query + "\"}";
        });

        assertThat(get("/question?what").body()).isEqualTo("{\"asked\":\"what\"}\n");
        assertThat(get("/question").statusCode()).isEqualTo(400);
        assertThat(get("/question").body()).isEqualTo("no question\n");
        assertThat(get("/question?later").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldShowMetricsInPrometheusText() throws Exception {
        watch.registry().orElseThrow().counter("penstock.some", "reason", "any").increment(3);

        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body())
                .contains("penstock_some_total{reason=\"any\"} 3.0")
                .contains("penstock_ready{role=\"worker\"} 0.0")
                .contains("jvm_memory_used_bytes{")
                .contains("process_uptime_seconds ");
    }

    @Test
    void shouldKnowNoOtherPathAndNoOtherMethod() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
        HttpResponse<String> head = send("HEAD", "/health/live");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void shouldCountNothingWhereNobodyWatches() {
        try (Watch off = Watch.off()) {
            assertThat(off.registry()).isEmpty();
            assertThat(off.url()).isEmpty();
        }
    }

    private void nameParts() {
        watch.health().part("broker", Optional::empty);
        watch.health().part("topology", () -> end, () -> problem);
        watch.health().started();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(watch.url().orElseThrow() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
