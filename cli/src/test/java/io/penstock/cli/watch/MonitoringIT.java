// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.PenstockCommand;
import io.penstock.testsupport.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a real run, and finds all that dashboards, alerts and the page of metrics speak of. Skipped where it is not installed. */
class MonitoringIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WINDOW = "10s";

    @TempDir
    private Path folder;

    @Test
    void shouldShowWhatDashboardsAlertsAndThePageSpeakOf() throws Exception {
        Prometheus.assumeInstalled();
        Path root = Path.of(System.getProperty("penstock.root", ".."));
        try (ChildJvm run = ChildJvm.start(
                PenstockCommand.class,
                "run",
                root.resolve("samples/office.pcapng").toString(),
                "--policy",
                root.resolve("samples/policy.yaml").toString(),
                "--hold",
                "--http",
                "0")) {
            URI target = URI.create(run.awaitLine("penstock: metrics and health at ", PATIENCE));
            run.awaitLine("penstock: everything stays up at ", PATIENCE);
            assertReady(target);
            try (Prometheus prometheus = Prometheus.start(folder, target)) {
                prometheus.await("count_over_time(up{job=\"penstock\"}[1m]) >= 4", PATIENCE);
                assertQueriesFindSeries(prometheus);
                assertScrapeIsAsThePageSays(text(target.resolve("/metrics")).body());
                assertBooks(prometheus);
                assertNothingFires(prometheus);
            }
            assertThat(run.terminate()).isZero();
        }
    }

    private static void assertReady(URI target) throws IOException, InterruptedException {
        HttpResponse<String> ready = text(target.resolve("/health/ready"));
        assertThat(ready.body()).isEqualTo("ready\nbroker: ok\ntopology: ok\nworkers: ok\n");
        assertThat(text(target.resolve("/health/live")).statusCode()).isEqualTo(200);
    }

    private static void assertQueriesFindSeries(Prometheus prometheus) throws Exception {
        Map<String, String> silent = new TreeMap<>();
        for (Path dashboard : Dashboards.files()) {
            for (Map.Entry<String, String> query : Dashboards.queries(dashboard).entrySet()) {
                String now =
                        query.getValue().replace("$__rate_interval", WINDOW).replace("$__range", WINDOW);
                if (prometheus.query(now).isEmpty()) {
                    silent.put(query.getKey(), now);
                }
            }
        }
        assertThat(silent).as("queries without a series").isEmpty();
    }

    private static void assertScrapeIsAsThePageSays(String scrape) {
        TreeSet<String> scraped = new TreeSet<>();
        scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .forEach(scraped::add);
        TreeSet<String> named = new TreeSet<>();
        MeterCatalogue.all().forEach(row -> row.series().forEach(named::add));

        assertThat(scraped).as("series of a scrape").allMatch(MeterCatalogue::knows);
        assertThat(scraped).as("series of the page").containsAll(named);
        assertThat(scraped)
                .as("series of each kind of Kafka's clients")
                .anyMatch(name -> name.startsWith("kafka_producer_"))
                .anyMatch(name -> name.startsWith("kafka_consumer_fetch_manager_"))
                .anyMatch(name -> name.startsWith("kafka_consumer_share_"))
                .anyMatch(name -> name.startsWith("kafka_stream_"));
    }

    /** Everything that was read has its fate. */
    private static void assertBooks(Prometheus prometheus) throws Exception {
        assertThat(value(prometheus, "max(abs(penstock_classify_imbalance))")).isZero();
        assertThat(value(prometheus, "abs(penstock_agent_imbalance)")).isZero();
        assertThat(value(prometheus, "penstock_agent_published_packets_total")).isEqualTo(2978);
        assertThat(value(
                        prometheus,
                        "penstock_classify_permitted_packets_total + penstock_classify_blocked_packets_total"
                                + " + penstock_classify_absorbed_packets_total"
                                + " + penstock_classify_malformed_packets_total"))
                .isEqualTo(2978);
        assertThat(value(prometheus, "sum(penstock_classify_discards_packets_total)"))
                .isEqualTo(value(prometheus, "penstock_classify_blocked_packets_total"))
                .isEqualTo(value(prometheus, "sum(penstock_classify_layer_discards_packets_total)"));
        assertThat(value(prometheus, "penstock_classify_pended_pends_total")).isPositive();
        assertThat(value(prometheus, "sum(penstock_worker_live_workers)")).isEqualTo(2);
        assertThat(value(prometheus, "penstock_classify_open_pends{callout=\"penstock-signature\"}"))
                .isZero();
    }

    private static double value(Prometheus prometheus, String query) throws Exception {
        JsonNode result = prometheus.query(query);
        assertThat(result).as(query).hasSize(1);
        return result.get(0).path("value").get(1).asDouble();
    }

    private static void assertNothingFires(Prometheus prometheus) throws Exception {
        assertThat(prometheus.get("/api/v1/rules").path("data").path("groups")).isNotEmpty();
        assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}")).isEmpty();
    }

    @Test
    void shouldPassTheTestsOfTheAlerts() throws Exception {
        Prometheus.assumeInstalled();
        Path rules = Dashboards.root().resolve("prometheus").toAbsolutePath().normalize();

        assertPasses(
                "promtool",
                "check",
                "rules",
                rules.resolve("penstock.rules.yaml").toString());
        assertPasses(
                "promtool", "test", "rules", rules.resolve("penstock.test.yaml").toString());
    }

    private static void assertPasses(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static HttpResponse<String> text(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
