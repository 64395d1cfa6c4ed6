// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What every pod keeps to: Kubernetes' restricted Pod Security Standard but for the two things that capturing needs, and what lets a node and its neighbours live with it. */
final class PodRules {
    /** The one pod that sees the node's network, and the one container that captures there. */
    static final String ON_THE_NODE = "agent";

    static final String CAPTURES = "capture";

    private final String workload;
    private final List<String> faults = new ArrayList<>();

    private PodRules(String workload) {
        this.workload = workload;
    }

    /**
     * What a pod does that it must not.
     *
     * @param lasting whether it serves until it is told to stop
     */
    static List<String> faults(String workload, PodSpec pod, boolean lasting) {
        PodRules rules = new PodRules(workload);
        rules.look(pod);
        pod.getInitContainers().forEach(container -> rules.look(container, pod));
        for (Container container : pod.getContainers()) {
            rules.look(container, pod);
            if (lasting) {
                rules.lookAtProbes(container);
            }
        }
        return rules.faults;
    }

    private void require(boolean kept, String place, String fault) {
        if (!kept) {
            faults.add(workload + place + ": " + fault);
        }
    }

    private void look(PodSpec pod) {
        require(
                !Boolean.TRUE.equals(pod.getHostNetwork()) || workload.equals(ON_THE_NODE),
                "",
                "shares the node's network");
        require(pod.getHostPID() == null && pod.getHostIPC() == null, "", "shares the node's processes");
        require(
                pod.getVolumes().stream().allMatch(volume -> volume.getHostPath() == null),
                "",
                "mounts the node's files");
        require(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "", "has a token of the Kubernetes API");
        require(
                pod.getTerminationGracePeriodSeconds() != null || isJob(pod),
                "",
                "does not say how long it takes to end");
    }

    private static boolean isJob(PodSpec pod) {
        return pod.getRestartPolicy() != null;
    }

    private void look(Container container, PodSpec pod) {
        String place = "/" + container.getName();
        SecurityContext security =
                Optional.ofNullable(container.getSecurityContext()).orElseGet(SecurityContext::new);
        Boolean nonRoot =
                first(security.getRunAsNonRoot(), pod.getSecurityContext().getRunAsNonRoot());
        Long user = first(security.getRunAsUser(), pod.getSecurityContext().getRunAsUser());
        require(Boolean.TRUE.equals(nonRoot) && user != null && user > 0, place, "runs as root");
        require(Boolean.TRUE.equals(security.getReadOnlyRootFilesystem()), place, "has a writable root");
        var seccomp =
                first(security.getSeccompProfile(), pod.getSecurityContext().getSeccompProfile());
        require(seccomp != null && "RuntimeDefault".equals(seccomp.getType()), place, "may make any system call");
        boolean captures = workload.equals(ON_THE_NODE) && container.getName().equals(CAPTURES);
        require(security.getPrivileged() == null, place, "is privileged");
        require(captures || Boolean.FALSE.equals(security.getAllowPrivilegeEscalation()), place, "may gain privileges");
        var capabilities = security.getCapabilities();
        require(capabilities != null && capabilities.getDrop().equals(List.of("ALL")), place, "keeps capabilities");
        Set<String> added = capabilities == null ? Set.of() : Set.copyOf(capabilities.getAdd());
        require(added.equals(captures ? Set.of("NET_RAW") : Set.of()), place, "has capabilities " + added);
        lookAtResources(container, place);
    }

    private static <T> T first(T own, T ofPod) {
        return own == null ? ofPod : own;
    }

    private void lookAtResources(Container container, String place) {
        ResourceRequirements resources =
                Optional.ofNullable(container.getResources()).orElseGet(ResourceRequirements::new);
        for (String resource : List.of("cpu", "memory")) {
            require(
                    resources.getLimits() != null && resources.getLimits().containsKey(resource),
                    place,
                    "lacks a limit of " + resource);
            require(
                    resources.getRequests() != null && resources.getRequests().containsKey(resource),
                    place,
                    "lacks a request of " + resource);
        }
        // The heap is a part of the limit: memory that is not there for certain would be touched all the same.
        require(
                resources.getLimits() == null
                        || resources.getRequests() == null
                        || Objects.equals(
                                resources.getLimits().get("memory"),
                                resources.getRequests().get("memory")),
                place,
                "may use more memory than it has asked for");
    }

    private void lookAtProbes(Container container) {
        String place = "/" + container.getName();
        require(container.getReadinessProbe() != null, place, "lacks a readiness probe");
        if (container.getPorts().stream().anyMatch(port -> "http".equals(port.getName()))) {
            lookAtProbe(place, "readiness", container.getReadinessProbe(), "/health/ready");
            lookAtProbe(place, "liveness", container.getLivenessProbe(), "/health/live");
            lookAtProbe(place, "startup", container.getStartupProbe(), "/health/live");
        }
    }

    private void lookAtProbe(String place, String kind, Probe probe, String path) {
        HTTPGetAction asked = probe == null ? null : probe.getHttpGet();
        require(
                asked != null
                        && path.equals(asked.getPath())
                        && "http".equals(asked.getPort().getStrVal()),
                place,
                "lacks a " + kind + " probe");
    }
}
