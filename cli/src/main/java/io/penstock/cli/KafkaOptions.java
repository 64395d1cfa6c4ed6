// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.registry.RegistryProperties;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to, and how it gets in. */
final class KafkaOptions {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s]+):([0-9]{1,5})");

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT[,...]", description = "Kafka's brokers.")
    private String bootstrap;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Client properties for them: TLS, SASL, a schema registry and so on.")
    private String config;

    /** The cluster that the user names, if one is named. */
    Optional<KafkaClientSettings> settings() {
        if (bootstrap == null) {
            if (config != null) {
                throw CommandFailure.badInput("--kafka-config: only with --bootstrap");
            }
            return Optional.empty();
        }
        for (String address : bootstrap.split(",", -1)) {
            requireAddress(address.strip());
        }
        return Optional.of(new KafkaClientSettings(bootstrap.replace(" ", ""), properties()));
    }

    /** The cluster that the user must name. */
    KafkaClientSettings required() {
        return settings()
                .orElseThrow(() -> CommandFailure.badInput("Missing required option: '--bootstrap=HOST:PORT[,...]'"));
    }

    /** The cluster that the user must name; it answers, and has Penstock's topics. */
    KafkaClientSettings ready() {
        KafkaClientSettings cluster = required();
        cluster.check();
        try (Admin admin = cluster.admin()) {
            TopicCatalogue.verify(admin);
        }
        return cluster;
    }

    /** Whether the user names a cluster. */
    boolean isGiven() {
        return bootstrap != null;
    }

    private static void requireAddress(String address) {
        var parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 0xffff || Integer.parseInt(parts.group(2)) == 0) {
            throw CommandFailure.badInput("--bootstrap: HOST:PORT[,...] expected, found \"" + address + "\"");
        }
    }

    private Map<String, Object> properties() {
        if (config == null) {
            return Map.of();
        }
        try {
            return RegistryProperties.clients(PropertiesFile.read("--kafka-config", config));
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.badInput("--kafka-config " + config + ": " + wrong.getMessage());
        }
    }
}
