// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.kafka.listener.GenericKafkaListener;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an object names is there: in the overlay, or made by Strimzi from what is. */
class ReferencesTest {
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldLeadFromPodsToWhatTheyMountAndRead(String name) {
        Overlay overlay = Overlay.built(name);
        Map<String, ConfigMap> maps =
                overlay.all(ConfigMap.class).stream().collect(Collectors.toMap(Overlay::name, map -> map));
        Set<String> secrets = new HashSet<>(overlay.names(KafkaUser.class));
        overlay.names(Kafka.class).forEach(kafka -> secrets.add(kafka + "-cluster-ca-cert"));

        overlay.pods().forEach((workload, pod) -> {
            PodSpec spec = pod.getSpec();
            assertThat(overlay.names(ServiceAccount.class)).as(workload).contains(spec.getServiceAccountName());
            for (Volume volume : spec.getVolumes()) {
                if (volume.getConfigMap() != null) {
                    assertThat(maps)
                            .as(workload)
                            .containsKey(volume.getConfigMap().getName());
                } else if (volume.getSecret() != null) {
                    assertThat(secrets).as(workload).contains(volume.getSecret().getSecretName());
                } else {
                    assertThat(volume.getEmptyDir().getSizeLimit()).as(workload).isNotNull();
                }
            }
            containers(spec)
                    .flatMap(container -> container.getEnv().stream())
                    .forEach(variable -> assertKnown(variable, maps));
        });
    }

    private static void assertKnown(EnvVar variable, Map<String, ConfigMap> maps) {
        if (variable.getValueFrom() != null && variable.getValueFrom().getConfigMapKeyRef() != null) {
            var key = variable.getValueFrom().getConfigMapKeyRef();
            assertThat(maps.get(key.getName()).getData()).containsKey(key.getKey());
        }
    }

    private static Stream<Container> containers(PodSpec spec) {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldLeadFromMountsToVolumesAndEveryVolumeBeMounted(String name) {
        Overlay overlay = Overlay.built(name);
        Set<String> claimed = overlay.all(StatefulSet.class).stream()
                .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
                .map(Overlay::name)
                .collect(Collectors.toSet());

        overlay.pods().forEach((workload, pod) -> {
            Set<String> volumes =
                    pod.getSpec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
            Set<String> mounted = containers(pod.getSpec())
                    .flatMap(container -> container.getVolumeMounts().stream())
                    .map(VolumeMount::getName)
                    .collect(Collectors.toSet());
            if (workload.equals("classify")) {
                assertThat(mounted).containsAll(claimed);
                mounted.removeAll(claimed);
            }
            assertThat(mounted).as(workload).isEqualTo(volumes);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldLeadFromServicesAndBudgetsToPods(String name) {
        Overlay overlay = Overlay.built(name);

        for (Service service : overlay.all(Service.class)) {
            List<PodTemplateSpec> pods = selected(overlay, service.getSpec().getSelector());
            assertThat(pods).as(Overlay.name(service)).hasSize(1);
            assertThat(service.getSpec().getPorts())
                    .extracting(port -> port.getTargetPort().getStrVal())
                    .allMatch(ports(pods)::contains);
        }
        for (PodDisruptionBudget budget : overlay.all(PodDisruptionBudget.class)) {
            assertThat(selected(overlay, budget.getSpec().getSelector().getMatchLabels()))
                    .as(Overlay.name(budget))
                    .hasSize(1);
        }
        overlay.all(StatefulSet.class)
                .forEach(set -> assertThat(overlay.names(Service.class))
                        .contains(set.getSpec().getServiceName()));
        overlay.all(Deployment.class)
                .forEach(deployment -> assertThat(
                                deployment.getSpec().getTemplate().getMetadata().getLabels())
                        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels()));
    }

    private static List<PodTemplateSpec> selected(Overlay overlay, Map<String, String> labels) {
        return overlay.lastingPods().values().stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    private static List<String> ports(List<PodTemplateSpec> pods) {
        return pods.stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getName)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldLeadFromNetworkPoliciesToPodsAndPorts(String name) {
        Overlay overlay = Overlay.built(name);
        Set<Integer> listeners = overlay.all(Kafka.class).stream()
                .flatMap(kafka -> kafka.getSpec().getKafka().getListeners().stream())
                .map(GenericKafkaListener::getPort)
                .collect(Collectors.toSet());
        Set<Integer> known = new HashSet<>(listeners);
        known.add(53);

        List<NetworkPolicy> policies = overlay.all(NetworkPolicy.class);
        assertThat(policies).extracting(Overlay::name).contains("default-deny");
        for (NetworkPolicy policy : policies) {
            List<PodTemplateSpec> pods = overlay.pods().values().stream()
                    .filter(pod -> matches(policy.getSpec().getPodSelector(), pod))
                    .toList();
            assertThat(pods).as(Overlay.name(policy)).isNotEmpty();
            Stream.concat(
                            policy.getSpec().getIngress().stream().flatMap(rule -> rule.getPorts().stream()),
                            policy.getSpec().getEgress().stream().flatMap(rule -> rule.getPorts().stream()))
                    .map(NetworkPolicyPort::getPort)
                    .forEach(port -> assertThat(
                                    port.getStrVal() == null
                                            ? known.contains(port.getIntVal())
                                            : port.getStrVal().equals("http"))
                            .as(Overlay.name(policy) + " " + port)
                            .isTrue());
        }
        assertThat(overlay.pods().values())
                .allMatch(pod -> matches(policies.getFirst().getSpec().getPodSelector(), pod));
    }

    private static boolean matches(LabelSelector selector, PodTemplateSpec pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream()
                        .allMatch(each -> each.getOperator().equals("In")
                                && each.getValues().contains(labels.get(each.getKey())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldLeadFromBootstrapAddressesToListeners(String name) {
        Overlay overlay = Overlay.built(name);
        Kafka kafka = overlay.all(Kafka.class).getFirst();
        List<String> addresses = kafka.getSpec().getKafka().getListeners().stream()
                .map(listener -> Overlay.name(kafka) + "-kafka-bootstrap:" + listener.getPort())
                .toList();

        assertThat(overlay.all(ConfigMap.class).stream()
                        .flatMap(map -> map.getData().entrySet().stream())
                        .filter(entry -> entry.getKey().startsWith("bootstrap"))
                        .map(Map.Entry::getValue))
                .containsExactlyInAnyOrderElementsOf(addresses);
        assertThat(overlay.named()
                        .filter(object ->
                                object.getApiVersion().startsWith("kafka.strimzi.io/") && !object.equals(kafka)))
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .containsEntry("strimzi.io/cluster", Overlay.name(kafka)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldNameImagesInTheOverlayAlone(String name) {
        assertThat(Overlay.built(name).pods().values())
                .flatExtracting(pod ->
                        containers(pod.getSpec()).map(Container::getImage).toList())
                .allMatch(image -> image.matches(
                        name.equals("dev")
                                ? "penstock(-capture)?:dev"
                                : "registry\\.example\\.com/penstock(-capture)?:0\\.1\\.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = "production")
    void shouldLeadFromWhatWatchesAndScalesToWhatIsThere(String name) {
        Overlay overlay = Overlay.built(name);
        ServiceMonitor monitor = overlay.all(ServiceMonitor.class).getFirst();

        List<Service> scraped = overlay.all(Service.class).stream()
                .filter(service -> service.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(
                                monitor.getSpec().getSelector().getMatchLabels().entrySet()))
                .toList();
        assertThat(scraped)
                .extracting(service ->
                        service.getMetadata().getLabels().get(monitor.getSpec().getJobLabel()))
                .containsExactlyInAnyOrder("classify", "worker", "agent");
        assertThat(scraped)
                .flatExtracting(service -> service.getSpec().getPorts())
                .extracting(ServicePort::getName)
                .containsOnly(monitor.getSpec().getEndpoints().getFirst().getPort());

        for (ScaledObject scaled : overlay.all(ScaledObject.class)) {
            assertScalesByTheCallout(overlay, scaled);
        }
    }

    /** Workers by what waits for them, and not for the workers of another callout. */
    private static void assertScalesByTheCallout(Overlay overlay, ScaledObject scaled) {
        Deployment target = overlay.all(Deployment.class).stream()
                .filter(deployment -> Overlay.name(deployment)
                        .equals(scaled.spec().scaleTargetRef().name()))
                .findFirst()
                .orElseThrow();
        assertThat(target.getSpec().getReplicas()).isNull();
        String query = scaled.spec().triggers().getFirst().metadata().get("query");
        String callout = target.getSpec().getSelector().getMatchLabels().get("penstock.io/callout");
        assertThat(query)
                .endsWith("{namespace=\"" + target.getMetadata().getNamespace() + "\",callout=\"" + callout + "\"})");
        assertThat(Manifests.read("docs/metrics.md")).contains("`" + query.replaceAll("^sum\\(|\\{.*$", "") + "`");
    }
}
