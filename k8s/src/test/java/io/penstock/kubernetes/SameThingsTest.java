// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CatalogueTopic;
import io.penstock.schemas.TopicCatalogue;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the manifests say again stands elsewhere in the same words: topics, alerts, the sample policy. */
class SameThingsTest {
    private static final int PARTITIONS = 12;

    @Test
    void shouldHaveTheTopicsOfTheCatalogueAndOneForEachCalloutWithWorkers() {
        Stream<CatalogueTopic> pended = Manifests.base("worker.yaml").stream()
                .filter(Deployment.class::isInstance)
                .map(worker -> ((Deployment) worker)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .map(labels -> TopicCatalogue.pended(labels.get("penstock.io/callout"), CalloutDelivery.SHARED));
        Map<String, String> catalogue = Stream.concat(TopicCatalogue.topics().stream(), pended)
                .map(topic -> topic.toCreate(PARTITIONS))
                .collect(Collectors.toMap(
                        NewTopic::name, topic -> topic.numPartitions() + " " + new TreeMap<>(topic.configs())));

        Map<String, String> manifests = Manifests.base("topics.yaml").stream()
                .map(KafkaTopic.class::cast)
                .collect(Collectors.toMap(
                        Overlay::name,
                        topic -> topic.getSpec().getPartitions() + " "
                                + new TreeMap<>(topic.getSpec().getConfig())));

        assertThat(manifests).isEqualTo(catalogue);
    }

    @Test
    void shouldHaveTheAlertsThatAreTested() {
        JsonNode rule = Manifests.parse(Manifests.read("k8s/overlays/production/rules.yaml"))
                .getFirst();
        JsonNode tested = Manifests.parse(Manifests.read("docker/prometheus/penstock.rules.yaml"))
                .getFirst();

        assertThat(rule.at("/spec/groups")).isEqualTo(tested.path("groups")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldBeginWithTheSamplePolicy(String overlay) {
        assertThat(Manifests.read("k8s/overlays/" + overlay + "/policy.yaml"))
                .isEqualTo(Manifests.read("samples/policy.yaml"));
    }
}
