// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Files of the repository, and YAML as trees. */
final class Manifests {
    private static final ObjectMapper TREES = new ObjectMapper();

    private Manifests() {}

    static Path repository(String path) {
        return Path.of(System.getProperty("penstock.root", "..")).resolve(path);
    }

    static String read(String path) {
        try {
            return Files.readString(repository(path));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The objects of a text, one a document. */
    static List<JsonNode> parse(String yaml) {
        List<JsonNode> objects = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            objects.add(TREES.valueToTree(document));
        }
        return objects;
    }

    /** A file of the base, in the types of its objects; for tests that need no kubectl. */
    static List<Object> base(String file) {
        return parse(read("k8s/base/" + file)).stream().map(Models::parse).toList();
    }
}
