// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each overlay is built by old and new clients alike, and every object of it is of a type that knows all of its fields. */
class KustomizeTest {
    /** Old clients and new ones write the same data differently before they hash it. */
    private static final String HASH = "\\b(kafka-client|policy)-[a-z0-9]{10}\\b";

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldBeBuiltAlikeByEveryClient(String overlay) {
        List<Kubectl> clients = Kubectl.installed();
        assumeFalse(clients.isEmpty(), "no kubectl is installed here");
        Map<String, String> first = comparable(clients.getFirst().kustomize(overlay));

        assertThat(first).hasSizeGreaterThan(40);
        for (Kubectl other : clients) {
            Map<String, String> objects = comparable(other.kustomize(overlay));
            assertThat(objects.keySet()).as(other.toString()).isEqualTo(first.keySet());
            first.forEach((name, text) ->
                    assertThat(objects.get(name)).as(other + " " + name).isEqualTo(text));
        }
    }

    @Test
    void shouldBeBuiltByTheClientOfKubernetes120() {
        assumeTrue(
                Kubectl.installed().stream().anyMatch(client -> client.version().contains("gitVersion: v1.20.")),
                "no kubectl 1.20 is installed here");
    }

    private static Map<String, String> comparable(List<JsonNode> objects) {
        Map<String, String> texts = new TreeMap<>();
        objects.forEach(object -> texts.put(
                object.path("kind").asText() + " " + comparable(object.at("/metadata/name")), comparable(object)));
        return texts;
    }

    /** A text that does not hang on the order of fields, or on where a long line was folded. */
    private static String comparable(JsonNode node) {
        if (node.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), comparable(field.getValue())));
            return fields.toString();
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(comparable(element)));
            // Where a patch adds to a list of things with names, clients put it in front or behind.
            if (node.path(0).has("name")) {
                Collections.sort(elements);
            }
            return elements.toString();
        }
        return node.asText().replaceAll(HASH, "$1").replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldHaveOnlyFieldsThatTheirTypesKnow(String overlay) {
        for (JsonNode object : Overlay.trees(overlay)) {
            JsonNode kept = Models.kept(Models.parse(object));
            String name = object.path("kind").asText() + " "
                    + object.at("/metadata/name").asText();
            assertLeaves(name, object, kept);
        }
    }

    /** An enumeration's value that its type does not know becomes null there. */
    private static void assertLeaves(String place, JsonNode written, JsonNode kept) {
        if (written.isObject()) {
            written.properties()
                    .forEach(field ->
                            assertLeaves(place + "." + field.getKey(), field.getValue(), kept.path(field.getKey())));
        } else if (written.isArray()) {
            for (int i = 0; i < written.size(); i++) {
                assertLeaves(place + "[" + i + "]", written.get(i), kept.path(i));
            }
        } else {
            assertThat(kept.asText()).as(place).isEqualTo(written.asText());
        }
    }

    @Test
    void shouldRefuseAFieldThatATypeDoesNotKnow() {
        for (String file : List.of("kafka.yaml", "users.yaml", "topics.yaml", "worker.yaml", "network.yaml")) {
            JsonNode object =
                    Manifests.parse(Manifests.read("k8s/base/" + file)).getFirst();
            ((ObjectNode) object.path("spec")).put("mispelled", 1);
            assertThatThrownBy(() -> Models.parse(object)).as(file).hasMessageContaining("mispelled");
        }
    }
}
