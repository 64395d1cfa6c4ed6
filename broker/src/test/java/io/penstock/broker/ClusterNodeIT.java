// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node as Kafka's own properties describe it, here the only one of its cluster. */
class ClusterNodeIT {
    private static final String MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    @TempDir
    private Path directory;

    @Test
    void shouldLetInOnlyTheUsersThatItsClusterBeganWith() throws Exception {
        LoopbackPorts ports = LoopbackPorts.choose(0);
        Properties settings = settings(ports);
        try (ClusterNode node = ClusterNode.start(settings, "test", Map.of("agent", "right"))) {
            assertThat(node.nodeId()).isEqualTo("7");
            try (Admin admin = admin(ports, "right")) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get();
                assertThat(admin.describeCluster().clusterId().get()).isEqualTo("test");
            }
            try (Admin admin = admin(ports, "wrong")) {
                assertThatThrownBy(() -> admin.listTopics().names().get())
                        .hasCauseInstanceOf(SaslAuthenticationException.class);
            }
        }
        try (ClusterNode again = ClusterNode.start(settings, "test", Map.of("agent", "right"));
                Admin admin = admin(ports, "right")) {
            assertThat(admin.listTopics().names().get()).isEqualTo(Set.of("kept"));
            assertThatThrownBy(() -> ClusterNode.start(settings, "test", Map.of()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("in use by another broker");
            assertThat(again.nodeId()).isEqualTo("7");
        }
    }

    @Test
    void shouldNameTheSettingThatIsMissing() {
        Properties none = new Properties();
        assertThatThrownBy(() -> ClusterNode.start(none, "test", Map.of())).hasMessageContaining("node.id");
    }

    private Properties settings(LoopbackPorts ports) {
        Properties settings = BrokerSettings.of(directory, ports);
        settings.setProperty("node.id", "7");
        settings.setProperty("controller.quorum.voters", "7@127.0.0.1:" + ports.controller());
        String clients = "CLIENTS://127.0.0.1:" + ports.clients();
        settings.setProperty("listeners", clients + ",CONTROLLER://127.0.0.1:" + ports.controller());
        settings.setProperty("advertised.listeners", clients);
        settings.setProperty("listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", "CLIENTS");
        settings.setProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.setProperty("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        settings.setProperty("listener.name.clients.scram-sha-512.sasl.jaas.config", login("right"));
        return settings;
    }

    private static Admin admin(LoopbackPorts ports, String password) {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", "127.0.0.1:" + ports.clients());
        client.put("security.protocol", "SASL_PLAINTEXT");
        client.put("sasl.mechanism", "SCRAM-SHA-512");
        client.put("sasl.jaas.config", login(password));
        return Admin.create(client);
    }

    private static String login(String password) {
        return MODULE + " username=\"agent\" password=\"" + password + "\";";
    }
}
