// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets one clear line on standard error and an exit code, never a stack trace, and never a half-written result. */
class BadInputIT {
    private static final int PARTITIONS = 2;
    private static final String GOOD = CommandRun.repository("samples/office.pcapng");

    private static final String POLICY = CommandRun.repository("samples/policy.yaml");

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(PARTITIONS);

    private static final Executor THREADS = command -> Thread.ofVirtual().start(command);

    @TempDir
    private Path directory;

    static Stream<Arguments> badCaptures() {
        Map<String, String> badness = Map.of(
                "missing", "no such file",
                "empty", "empty",
                "cut", "header",
                "text", "not a capture");
        return badness.entrySet().stream()
                .flatMap(bad -> Stream.of("run", "evaluate", "decode", "agent")
                        .map(command -> Arguments.of(command, bad.getKey(), bad.getValue())));
    }

    @ParameterizedTest
    @MethodSource("badCaptures")
    void shouldRefuseABadCaptureBeforeAnythingIsPublishedOrPrinted(String command, String kind, String says)
            throws Exception {
        String bad = capture(kind).toString();
        List<String> arguments = switch (command) {
            case "agent" ->
                List.of("agent", "--bootstrap", KAFKA.bootstrapServers(), "--capture", GOOD, "--capture", bad);
            case "decode" -> List.of("decode", bad);
            default -> List.of(command, GOOD, bad);
        };
        assertRefused(CommandRun.of(arguments.toArray(String[]::new)), ExitCode.BAD_INPUT, bad, says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "evaluate", "classify", "policy validate"})
    void shouldRefuseAPolicyWithAnUnknownLayer(String command) throws Exception {
        Path policy = Files.writeString(directory.resolve("bad.yaml"), """
            policy: bad
            filters:
              - filterKey: one
                layerKey: FWPM_LAYER_ALE_AUTH_CONECT_V4
                action: { type: FWP_ACTION_BLOCK }
            """);
        List<String> arguments = switch (command) {
            case "classify" ->
                List.of("classify", "--bootstrap", KAFKA.bootstrapServers(), "--policy", policy.toString());
            case "policy validate" -> List.of("policy", "validate", policy.toString());
            default -> List.of(command, GOOD, "--policy", policy.toString());
        };
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertRefused(run, ExitCode.BAD_INPUT, policy + ":4:", "FWPM_LAYER_ALE_AUTH_CONNECT_V4");
    }

    /** All at once, since each is patient for some seconds. */
    @Test
    void shouldSayThatABrokerCannotBeReached() throws Exception {
        String nobody = "127.0.0.1:" + freePort();
        Stream.of(
                        List.of("run", GOOD, "--policy", POLICY),
                        List.of("agent", "--capture", GOOD),
                        List.of("classify"),
                        List.of("worker", "--callout", RoleCluster.CALLOUT))
                .map(command -> Stream.concat(command.stream(), Stream.of("--bootstrap", nobody)))
                .map(command ->
                        CompletableFuture.supplyAsync(() -> CommandRun.of(command.toArray(String[]::new)), THREADS))
                .toList()
                .forEach(run -> assertRefused(
                        run.join(), ExitCode.OUTSIDE_FAILED, "penstock: Kafka at " + nobody + " cannot be reached"));
    }

    @Test
    void shouldWaitWhereABrokerIsSlowToAnswer() throws Exception {
        try (SlowBroker slow = SlowBroker.before(KAFKA.bootstrapServers())) {
            KafkaClientSettings cluster = KafkaClientSettings.plain(slow.address());
            List<String> said = new ArrayList<>();

            cluster.check(waiting -> {
                said.add(waiting);
                slow.answer();
            });

            assertThat(said)
                    .containsExactly("Kafka at " + slow.address() + " has not answered within 8 s: waiting for it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "classify"})
    void shouldRefuseAnotherNumberOfPartitionsThanTheTopicsHave(String command) {
        String[] target = {"--bootstrap", KAFKA.bootstrapServers(), "--partitions", "3"};
        String[] arguments = Stream.concat(
                        command.equals("run") ? Stream.of("run", GOOD, "--policy", POLICY) : Stream.of(command),
                        Arrays.stream(target))
                .toArray(String[]::new);
        assertRefused(CommandRun.of(arguments), ExitCode.OUTSIDE_FAILED, "penstock.packets has 2 of 3");
    }

    @Test
    void shouldSayThatAPortIsTaken() throws Exception {
        String port = KAFKA.bootstrapServers().split(":")[1];
        CommandRun run = CommandRun.of(
                "broker", "--port", port, "--dir", directory.resolve("broker").toString());
        assertRefused(run, ExitCode.OUTSIDE_FAILED, port);
    }

    private static void assertRefused(CommandRun run, int code, String... says) {
        assertThat(run.errLines()).as("lines of standard error").hasSize(1);
        assertThat(run.err()).contains(says);
        assertThat(run.out()).as("standard output").isEmpty();
        assertThat(run.exitCode()).isEqualTo(code);
    }

    private Path capture(String kind) throws IOException {
        Path file = directory.resolve(kind + ".pcap");
        return switch (kind) {
            case "missing" -> file;
            case "empty" -> Files.write(file, new byte[0]);
            case "cut" ->
                Files.write(
                        file,
                        Arrays.copyOf(Files.readAllBytes(Path.of(CommandRun.repository("samples/server.pcap"))), 20));
            default -> Files.writeString(file, "This is a text and no capture at all.\n");
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
