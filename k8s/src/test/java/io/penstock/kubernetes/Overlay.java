// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An overlay's objects, as the first client that is installed builds them. */
final class Overlay {
    /** Nothing changes while the tests run. */
    private static final Map<String, List<JsonNode>> BUILT = new ConcurrentHashMap<>();

    private final List<Object> objects;

    private Overlay(List<Object> objects) {
        this.objects = objects;
    }

    /** Skips the test where no client is installed. */
    static Overlay built(String name) {
        return new Overlay(trees(name).stream().map(Models::parse).toList());
    }

    static List<JsonNode> trees(String name) {
        List<Kubectl> clients = Kubectl.installed();
        assumeFalse(clients.isEmpty(), "no kubectl is installed here");
        return BUILT.computeIfAbsent(name, clients.getFirst()::kustomize);
    }

    <T> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The pods' templates by the name of their workload. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> templates = new LinkedHashMap<>();
        all(StatefulSet.class)
                .forEach(set -> templates.put(name(set), set.getSpec().getTemplate()));
        all(Deployment.class)
                .forEach(deployment ->
                        templates.put(name(deployment), deployment.getSpec().getTemplate()));
        all(DaemonSet.class)
                .forEach(set -> templates.put(name(set), set.getSpec().getTemplate()));
        all(Job.class).forEach(job -> templates.put(name(job), job.getSpec().getTemplate()));
        return templates;
    }

    /** The pods that last. */
    Map<String, PodTemplateSpec> lastingPods() {
        Set<String> jobs = names(Job.class);
        Map<String, PodTemplateSpec> lasting = new LinkedHashMap<>(pods());
        lasting.keySet().removeAll(jobs);
        return lasting;
    }

    <T extends HasMetadata> Set<String> names(Class<T> type) {
        return all(type).stream().map(Overlay::name).collect(Collectors.toCollection(TreeSet::new));
    }

    Stream<HasMetadata> named() {
        return objects.stream().filter(HasMetadata.class::isInstance).map(HasMetadata.class::cast);
    }

    static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
