// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the verdicts on a cluster tell of its filters, against what a policy says of the same capture here and now. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class PolicyHitsIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    @Test
    void shouldCountTheSameFromTheVerdictsAsFromTheCapture() throws Exception {
        String capture = CommandRun.repository("samples/office.pcapng");
        String policy = CommandRun.repository("samples/policy.yaml");
        CommandRun run = CommandRun.of("run", capture, "--policy", policy, "--bootstrap", KAFKA.bootstrapServers());
        assertThat(run.exitCode()).as(run.toString()).isZero();

        ArrayNode onCluster = json("--bootstrap", KAFKA.bootstrapServers(), "--since", "1h");
        ArrayNode here = json("--policy", policy, capture);

        assertThat(onCluster).hasSize(1);
        assertThat(onCluster.get(0).path("revisions")).hasSize(1);
        assertThat(withoutRevisions(onCluster)).isEqualTo(withoutRevisions(here));
        assertThat(json("--bootstrap", KAFKA.bootstrapServers(), "--since", "2100-01-01T00:00:00Z"))
                .isEmpty();
    }

    private static JsonNode withoutRevisions(ArrayNode versions) {
        ObjectNode only = (ObjectNode) versions.get(0);
        only.remove("revisions");
        return only;
    }

    private static ArrayNode json(String... options) throws IOException {
        String[] command = new String[options.length + 3];
        command[0] = "policy";
        command[1] = "hits";
        command[2] = "--json";
        System.arraycopy(options, 0, command, 3, options.length);
        return (ArrayNode) new ObjectMapper().readTree(CommandRun.of(command).out());
    }
}
