// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.broker.ClusterNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** What makes {@code penstock broker} a node of a cluster. */
final class NodeOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Kafka's own server properties: run as the node that they describe, in a cluster.")
    private String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "With --config: a server property besides, or another value for one.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--cluster-id",
            paramLabel = "ID",
            defaultValue = "penstock",
            description = "With --config: the cluster's, the same for all its nodes (default: penstock).")
    private String clusterId;

    @Option(
            names = "--scram",
            paramLabel = "FILE",
            description = "With --config: properties NAME=PASSWORD, users of a new cluster (SCRAM-SHA-512).")
    private String scram;

    /** Whether a node is wanted and not the embedded broker. */
    boolean isGiven() {
        if (config == null && (!set.isEmpty() || scram != null)) {
            throw CommandFailure.badInput((scram == null ? "--set" : "--scram") + ": only with --config");
        }
        return config != null;
    }

    /** Starts it, and waits until the cluster has let it in. */
    ClusterNode start() {
        Properties settings = new Properties();
        settings.putAll(PropertiesFile.read("--config", config));
        settings.putAll(set);
        Map<String, String> users = scram == null ? Map.of() : PropertiesFile.read("--scram", scram);
        return ClusterNode.start(settings, clusterId, users);
    }
}
