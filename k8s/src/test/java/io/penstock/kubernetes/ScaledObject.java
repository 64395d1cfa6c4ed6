// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** KEDA's ScaledObject, as far as its reference (keda.sh/docs, "ScaledObject specification") describes it and we use it: nobody publishes a type of it for Java. */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    /** Settings of the Prometheus scaler that must be there, and those that may. */
    private static final Set<String> PROMETHEUS_NEEDS = Set.of("serverAddress", "query", "threshold");

    private static final Set<String> PROMETHEUS_TAKES = Set.of(
            "serverAddress",
            "query",
            "threshold",
            "activationThreshold",
            "namespace",
            "customHeaders",
            "ignoreNullValues",
            "queryParameters",
            "unsafeSsl",
            "timeout",
            "authModes");

    record Spec(
            Target scaleTargetRef,
            Integer pollingInterval,
            Integer cooldownPeriod,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Fallback fallback,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, String name) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Advanced(Boolean restoreToOriginalReplicaCount, Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(String name, HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, String name, Map<String, String> metadata) {
        Trigger {
            if (!type.equals("prometheus")
                    || !metadata.keySet().containsAll(PROMETHEUS_NEEDS)
                    || !PROMETHEUS_TAKES.containsAll(metadata.keySet())) {
                throw new IllegalArgumentException("no trigger of KEDA's Prometheus scaler: " + type + " " + metadata);
            }
        }
    }
}
