// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and alerts ask for nothing that no process shows. */
class MonitoringFilesTest {
    private static final Pattern SERIES = Pattern.compile("\\b(?:penstock|kafka|jvm|process|system)_[a-z0-9_]+");

    static List<Path> dashboards() throws IOException {
        return Dashboards.files();
    }

    @Test
    void shouldHaveADashboardForEachConcern() throws IOException {
        assertThat(Dashboards.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "penstock-agents.json",
                        "penstock-callouts.json",
                        "penstock-discards.json",
                        "penstock-overview.json",
                        "penstock-streams.json");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldAskOnlyForSeriesThatThereAre(Path dashboard) throws IOException {
        Map<String, String> queries = Dashboards.queries(dashboard);

        assertThat(queries).isNotEmpty();
        assertThat(queries)
                .allSatisfy((place, query) -> assertThat(MeterCatalogue.namesIn(query))
                        .as(place)
                        .isNotEmpty()
                        .allMatch(MeterCatalogue::knows));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldBeAFileThatGrafanaTakesAsItIs(Path dashboard) throws IOException {
        JsonNode root = Dashboards.read(dashboard);

        assertThat(root.path("uid").asText() + ".json")
                .isEqualTo(dashboard.getFileName().toString());
        assertThat(root.path("title").asText()).startsWith("Penstock: ");
        assertThat(root.path("panels"))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
        assertThat(root.path("panels")).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isBetween(1, 24);
        });
    }

    @Test
    void shouldAlertOnlyOnSeriesThatThereAre() throws IOException {
        String rules = Files.readString(Dashboards.root().resolve("prometheus/penstock.rules.yaml"));

        List<String> names =
                SERIES.matcher(rules).results().map(MatchResult::group).toList();
        assertThat(names).isNotEmpty().allMatch(MeterCatalogue::knows);
    }

    @Test
    void shouldTestEveryAlert() throws IOException {
        assertThat(new TreeSet<>(named("prometheus/penstock.test.yaml", "alertname: (\\w+)")))
                .isEqualTo(new TreeSet<>(named("prometheus/penstock.rules.yaml", "- alert: (\\w+)")));
    }

    private static List<String> named(String file, String pattern) throws IOException {
        String text = Files.readString(Dashboards.root().resolve(file));
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void shouldFindTheNamesInAQuery() {
        assertThat(MeterCatalogue.namesIn(
                        "histogram_quantile(0.99, sum by (le, callout) (rate(a_bucket{x=\"b_c\"}[$__rate_interval])))"
                                + " > 1 unless on (callout) max(abs(d)) or e{f=~\"g{1}\"}"))
                .containsExactly("a_bucket", "d", "e");
    }
}
