// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the dashboards of {@code docker/grafana/dashboards}. */
final class Dashboards {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Dashboards() {}

    static Path root() {
        return Path.of(System.getProperty("penstock.root", "..")).resolve("docker");
    }

    /** By name. */
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(root().resolve("grafana/dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static JsonNode read(Path dashboard) throws IOException {
        return JSON.readTree(dashboard.toFile());
    }

    /** Its queries by dashboard, panel and target. */
    static Map<String, String> queries(Path dashboard) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (JsonNode panel : read(dashboard).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(
                        dashboard.getFileName() + ": " + panel.path("title").asText() + " "
                                + target.path("refId").asText(),
                        target.path("expr").asText());
            }
        }
        return queries;
    }
}
