// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;

/**
 * The image plays every role as nobody in particular, with a root file system that nobody can write, within a bound of memory.
 *
 * <p>One container of each role; they share the network of the first, whose broker is the embedded one, on loopback. Size and start-up times are printed. What they must
 * stay below is wide, since tests share their machine.
 */
class ContainerImageIT {
    private static final String BROKER = "127.0.0.1:9092";
    private static final String AGENT_HTTP = "9470";
    private static final long MOST_BYTES = 350_000_000;
    private static final double MOST_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, RoleContainer> ROLES = new LinkedHashMap<>();

    @BeforeAll
    static void startEachRole() throws Exception {
        ContainerImage.require();
        RoleContainer broker =
                start("broker", RoleContainer.serving(BROKER, 640, "broker", "--port", "9092", "--dir", "broker"));
        String network = "container:" + broker.getContainerId();
        String policy = "/opt/penstock/samples/policy.yaml";
        start(
                "classify",
                RoleContainer.serving("classifying", 640, "classify", "--bootstrap", BROKER, "--policy", policy)
                        .withNetworkMode(network));
        start(
                "worker",
                RoleContainer.serving("working", 384, "worker", "--bootstrap", BROKER, "--callout", RoleCluster.CALLOUT)
                        .withNetworkMode(network));
        start(
                "agent",
                RoleContainer.ending(
                                384, "agent", "--bootstrap", BROKER, "--capture", "/opt/penstock/samples/office.pcapng")
                        .withNetworkMode(network));
    }

    private static RoleContainer start(String role, RoleContainer container) {
        ROLES.put(role, container);
        container.start();
        return container;
    }

    @AfterAll
    static void stop() {
        ROLES.values().forEach(RoleContainer::stop);
    }

    @Test
    void shouldBeSmallAndStartQuickly() throws Exception {
        Map<String, String> lines = Map.of(
                "broker", BROKER,
                "classify", "classifying",
                "worker", "working",
                "agent", "office.pcapng: ");
        System.out.printf(Locale.ROOT, "image: %,d MB", ContainerImage.sizeBytes() / 1_000_000);
        for (Map.Entry<String, RoleContainer> role : ROLES.entrySet()) {
            double seconds = role.getValue().secondsTo(lines.get(role.getKey()));
            System.out.printf(Locale.ROOT, ", %s after %.1f s", role.getKey(), seconds);
            assertThat(seconds)
                    .as("seconds to the first line of " + role.getKey())
                    .isLessThan(MOST_SECONDS);
        }
        System.out.println();
        assertThat(ContainerImage.sizeBytes()).isLessThan(MOST_BYTES);
    }

    @Test
    void shouldRunEveryRoleAsNobodyInParticular() throws Exception {
        for (Map.Entry<String, RoleContainer> role : ROLES.entrySet()) {
            InspectContainerResponse inspected = role.getValue().inspect();
            assertThat(inspected.getConfig().getUser()).as(role.getKey()).isEqualTo("10001:10001");
        }
        for (String role : new String[] {"broker", "classify", "worker"}) {
            ExecResult status =
                    ROLES.get(role).execInContainer("grep", "-E", "^(Uid|Gid|CapEff|NoNewPrivs)", "/proc/1/status");
            assertThat(status.getStdout().replaceAll("\\s+", " "))
                    .as(role)
                    .contains("Uid: 10001 10001 10001 10001")
                    .contains("Gid: 10001 10001 10001 10001")
                    .contains("CapEff: 0000000000000000")
                    .contains("NoNewPrivs: 1");
        }
    }

    @Test
    void shouldWriteOnlyWhereTheImageSays() throws Exception {
        for (String role : new String[] {"broker", "classify", "worker"}) {
            RoleContainer container = ROLES.get(role);
            assertThat(container.inspect().getHostConfig().getReadonlyRootfs()).isTrue();
            for (String place : new String[] {"/", "/opt/penstock", "/etc", "/usr/local/bin"}) {
                ExecResult written = container.execInContainer("sh", "-c", "echo no > " + place + "/written");
                assertThat(written.getExitCode())
                        .as(role + " writes into " + place)
                        .isNotZero();
                assertThat(written.getStderr()).contains("Read-only file system");
            }
            for (String place : new String[] {"/tmp", "/var/lib/penstock"}) {
                ExecResult written = container.execInContainer("sh", "-c", "echo yes > " + place + "/written");
                assertThat(written.getExitCode())
                        .as(role + " writes into " + place)
                        .isZero();
            }
        }
    }

    @Test
    void shouldBeFoundWellByTheEngine() {
        for (String role : new String[] {"broker", "classify", "worker"}) {
            await(role + " is healthy", () -> health(role).equals("healthy"));
        }
    }

    private static String health(String role) {
        return ROLES.get(role).inspect().getState().getHealth().getStatus();
    }

    /** As on a node of Kubernetes: one captures and may do nothing else, one publishes and may not capture. */
    @Test
    void shouldPublishWhatIsCapturedWithoutRoot(@TempDir Path pipe) throws Exception {
        Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("rwxrwxrwx"));
        String network = "container:" + ROLES.get("broker").getContainerId();
        try (CaptureContainer capture = CaptureContainer.of(ContainerImage.capture(), network, pipe, "udp port 9");
                RoleContainer agent = agentOn(pipe, network)) {
            capture.start();
            agent.start();
            await("tcpdump listens", () -> capture.getLogs().contains("listening on eth0"));
            sendDatagrams(ROLES.get("broker"), 20);
            await("20 packets are published", () -> published(agent).equals("20.0"));
            capture.terminate();
            await("the agent ends", () -> !agent.isRunning());
            assertThat(agent.getLogs()).contains("node: 20 captured = 20 published + 0 dropped; 0 malformed");
            assertThat(capture.getContainerInfo().getConfig().getUser()).isEqualTo("10001:10001");
        }
    }

    private static RoleContainer agentOn(Path pipe, String network) {
        return RoleContainer.serving(
                        "penstock: metrics and health at ",
                        384,
                        "agent",
                        "--bootstrap",
                        BROKER,
                        "--capture",
                        CaptureContainer.PIPE,
                        "--host",
                        "node",
                        "--http",
                        AGENT_HTTP)
                .with(CaptureContainer.bind(pipe))
                .withNetworkMode(network);
    }

    /** To nobody, through the network's gateway. */
    private static void sendDatagrams(RoleContainer from, int number) throws Exception {
        String gateway = from.inspect()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getGateway();
        ExecResult sent = from.execInContainer(
                "bash", "-c", "for n in {1.." + number + "}; do echo $n > /dev/udp/" + gateway + "/9; done");
        assertThat(sent.getExitCode()).as(sent.getStderr()).isZero();
    }

    private static String published(RoleContainer agent) {
        try {
            String metrics = agent.execInContainer(
                            "bash",
                            "-c",
                            "exec 3<>/dev/tcp/127.0.0.1/" + AGENT_HTTP
                                    + "; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
                    .getStdout();
            return metrics.lines()
                    .filter(line -> line.startsWith("penstock_agent_published_packets_total"))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .findFirst()
                    .orElse("nothing");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void shouldKeepTheHeapWithinTheContainersMemory() throws Exception {
        ExecResult flags = ROLES.get("worker").execInContainer("jcmd", "1", "VM.flags");
        Matcher heap = Pattern.compile("-XX:MaxHeapSize=(\\d+)").matcher(flags.getStdout());
        assertThat(heap.find()).as(flags.getStdout()).isTrue();
        assertThat(Long.parseLong(heap.group(1))).isBetween(100L << 20, 384L << 20);
    }
}
