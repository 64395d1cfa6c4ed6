// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No container runs as root, has a writable root, or lacks limits and probes; and a manifest that did would be refused. */
class PodRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldBeKeptByEveryPodOfAnOverlay(String name) {
        Overlay overlay = Overlay.built(name);
        Map<String, PodTemplateSpec> lasting = overlay.lastingPods();
        assertThat(lasting).containsOnlyKeys("classify", "worker-penstock-signature", "agent", "console");

        List<String> faults = new ArrayList<>();
        overlay.pods()
                .forEach((workload, pod) ->
                        faults.addAll(PodRules.faults(workload, pod.getSpec(), lasting.containsKey(workload))));

        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        securityContext/runAsNonRoot                        | false | runs as root
        securityContext/runAsUser                           | 0     | runs as root
        securityContext/seccompProfile                      |       | may make any system call
        containers/0/securityContext/runAsUser              | 0     | runs as root
        containers/0/securityContext/readOnlyRootFilesystem |       | has a writable root
        containers/0/securityContext                        |       | has a writable root
        containers/0/securityContext/allowPrivilegeEscalation | true | may gain privileges
        containers/0/securityContext/capabilities           |       | keeps capabilities
        containers/0/securityContext/privileged             | true  | is privileged
        containers/0/resources/limits                       |       | lacks a limit of memory
        containers/0/resources/requests/memory              |       | lacks a request of memory
        containers/0/readinessProbe                         |       | lacks a readiness probe
        containers/0/livenessProbe                          |       | lacks a liveness probe
        containers/0/startupProbe                           |       | lacks a startup probe
        hostNetwork                                         | true  | shares the node's network
        automountServiceAccountToken                        |       | has a token of the Kubernetes API
        """)
    void shouldRefuse(String field, String value, String fault) {
        JsonNode worker =
                Manifests.parse(Manifests.read("k8s/base/worker.yaml")).getFirst();
        int last = field.lastIndexOf('/');
        ObjectNode parent =
                (ObjectNode) worker.at("/spec/template/spec" + (last < 0 ? "" : "/" + field.substring(0, last)));
        if (value == null) {
            parent.remove(field.substring(last + 1));
        } else {
            parent.set(field.substring(last + 1), Manifests.parse(value).getFirst());
        }
        Deployment changed = (Deployment) Models.parse(worker);

        assertThat(PodRules.faults("worker", changed.getSpec().getTemplate().getSpec(), true))
                .anyMatch(found -> found.endsWith(": " + fault));
    }
}
