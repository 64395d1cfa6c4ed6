// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of callouts, over real roles: who is registered, who is alive, what was pended and how it ended. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class CalloutsCommandIT {
    private static final String SIGNATURE = RoleCluster.CALLOUT;

    @TempDir
    private Path directory;

    private RoleCluster cluster;

    @Test
    void shouldTellWhatWasPendedWhoIsAliveAndWhatIsRegistered() throws Exception {
        try (RoleCluster roles = RoleCluster.start(directory)) {
            cluster = roles;
            cluster.classify(CommandRun.repository("samples/policy.yaml"));
            JsonNode before = await(callout -> callout.path("runTime").asText().equals("out_of_band"));
            assertThat(before.path("workers")).isEmpty();
            assertThat(before.path("filters").asInt()).isPositive();
            assertThat(callouts().outLines()).anyMatch(line -> line.contains("no worker is alive"));

            cluster.worker();
            Path office = directory.resolve("office.pcapng");
            SampleTraffic.write(office, false);
            cluster.publish(List.of(office.toString()));

            JsonNode after = await(callout -> callout.path("completed").asInt() > 0
                    && callout.path("pendedNow").asInt() == 0
                    && callout.path("workers").size() == 1);
            assertThat(after.path("completed").asInt() + after.path("expired").asInt())
                    .isEqualTo(after.path("pended").asInt());
            assertThat(after.path("latencyMicros").path("p99").asLong())
                    .isGreaterThanOrEqualTo(
                            after.path("latencyMicros").path("p50").asLong());
            unregisterAndRegisterAgain();
        }
    }

    private void unregisterAndRegisterAgain() throws Exception {
        assertThat(command("callouts", "unregister", SIGNATURE).exitCode()).isZero();
        await(callout -> callout.path("runTime").asText().equals("unregistered"));
        assertThat(command("callouts", "unregister", SIGNATURE).errLines())
                .containsExactly(
                        "penstock: callout " + SIGNATURE + ": not registered at " + cluster.bootstrapServers());
        assertThat(command("callouts", "register", SIGNATURE, "--pend-timeout", "40")
                        .exitCode())
                .isZero();
        await(callout -> callout.path("runTime").asText().equals("out_of_band"));
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws Exception {
        while (true) {
            for (JsonNode callout :
                    new ObjectMapper().readTree(command("callouts", "--json").out())) {
                if (callout.path("callout").asText().equals(SIGNATURE) && wanted.test(callout)) {
                    return callout;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private CommandRun callouts() {
        return command("callouts");
    }

    private CommandRun command(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--bootstrap", cluster.bootstrapServers()))
                .toArray(String[]::new);
        return CommandRun.of(all);
    }
}
