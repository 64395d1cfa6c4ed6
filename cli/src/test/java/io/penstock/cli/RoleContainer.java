// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/**
 * A role in a container of Penstock's image, run as a careful operator runs it: no capability, no new privileges, a bound on memory, and nothing writable but
 * what the image says.
 */
final class RoleContainer extends GenericContainer<RoleContainer> {
    /** Many start at once on few cores. */
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private static final int MOST_FAILURES = 5;
    private static final long MEBIBYTE = 1 << 20;
    private static final String DATA = "/var/lib/penstock";
    /** Where it finds what it may read. */
    static final String SECRETS = "/etc/penstock";

    private final List<Bind> binds = new ArrayList<>();

    private RoleContainer(int memoryMib, List<String> command) {
        super(ContainerImage.NAME);
        withCommand(command.toArray(String[]::new));
        withCreateContainerCmdModifier(create -> careful(create.getHostConfig(), memoryMib));
    }

    /** A role that serves, and is up when it has said a line that begins so. The engine starts it again where it fails, as one does that comes while brokers go. */
    static RoleContainer serving(String ready, int memoryMib, String... command) {
        return new RoleContainer(memoryMib, List.of(command))
                .withCreateContainerCmdModifier(create ->
                        create.getHostConfig().withRestartPolicy(RestartPolicy.onFailureRestart(MOST_FAILURES)))
                .waitingFor(Wait.forLogMessage(ready + ".*", 1).withStartupTimeout(PATIENCE));
    }

    /** A command that has been started when it has ended well. */
    static RoleContainer ending(int memoryMib, String... command) {
        return new RoleContainer(memoryMib, List.of(command))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE));
    }

    /** Files of the host that it may read, as secrets are mounted. */
    RoleContainer reading(Path directory) {
        binds.add(new Bind(directory.toString(), new Volume(SECRETS), AccessMode.ro));
        return this;
    }

    /** With one more directory of the host. */
    RoleContainer with(Bind directory) {
        binds.add(directory);
        return this;
    }

    /** On a network, as others on it call it. */
    RoleContainer on(Network network, String alias) {
        return withNetwork(network).withNetworkAliases(alias);
    }

    /** Its data outlives the container. */
    RoleContainer keepingDataIn(String volume) {
        binds.add(new Bind(volume, new Volume(DATA)));
        return this;
    }

    /** A port that is the same on the host. */
    RoleContainer withPortOfHost(int port) {
        ExposedPort exposed = ExposedPort.tcp(port);
        return withCreateContainerCmdModifier(create -> create.withExposedPorts(exposed)
                .getHostConfig()
                .withPortBindings(new PortBinding(Ports.Binding.bindPort(port), exposed)));
    }

    /** The engine does not ask it whether it is well, which is a process each time. */
    RoleContainer unasked() {
        return withCreateContainerCmdModifier(
                create -> create.withHealthcheck(new HealthCheck().withTest(List.of("NONE"))));
    }

    /** Options for the JVM in the place of the image's own. */
    RoleContainer withJvm(String options) {
        return withEnv("PENSTOCK_JAVA_OPTS", options);
    }

    /** Of another image than the one under test. */
    RoleContainer from(String image) {
        setDockerImageName(image);
        return this;
    }

    /** How often it has failed since it was started. */
    int failures() {
        return inspect().getRestartCount();
    }

    /** The end of what it has said, and what it was told to do. */
    String lastWords() {
        List<String> said = getLogs().lines().toList();
        return getCommandParts()[0] + " " + inspect().getState().getStatus() + ": "
                + String.join("\n  ", said.subList(Math.max(0, said.size() - 12), said.size()));
    }

    /** SIGKILL. */
    void killNow() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
    }

    /** SIGTERM, and waits until it has ended; an error where it had ended by itself. */
    void terminate() {
        try {
            getDockerClient().stopContainerCmd(getContainerId()).withTimeout(60).exec();
        } catch (NotModifiedException ended) {
            throw new AssertionError("ended before it was told to: " + lastWords(), ended);
        }
    }

    /** Starts it again with what it had; does not wait. */
    void startAgain() {
        getDockerClient().startContainerCmd(getContainerId()).exec();
    }

    private void careful(HostConfig host, int memoryMib) {
        host.withBinds(binds)
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(memoryMib * MEBIBYTE);
    }

    /** What the engine says of it now. */
    InspectContainerResponse inspect() {
        return getDockerClient().inspectContainerCmd(getContainerId()).exec();
    }

    /** Seconds from when the engine started its process to a line of output that begins so, both by the engine's clock. */
    double secondsTo(String line) throws InterruptedException {
        Instant started = Instant.parse(inspect().getState().getStartedAt());
        List<String> said = new CopyOnWriteArrayList<>();
        getDockerClient()
                .logContainerCmd(getContainerId())
                .withStdOut(true)
                .withTimestamps(true)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        said.add(new String(frame.getPayload(), StandardCharsets.UTF_8));
                    }
                })
                .awaitCompletion();
        Instant came = said.stream()
                .flatMap(String::lines)
                .map(stamped -> stamped.split(" ", 2))
                .filter(parts -> parts.length == 2 && parts[1].startsWith(line))
                .map(parts -> Instant.parse(parts[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line \"" + line + "\" in " + said));
        return Duration.between(started, came).toNanos() / 1e9;
    }

    /** Starts several at once, and waits for all. */
    static void startAll(Stream<RoleContainer> containers) {
        Startables.deepStart(containers).join();
    }
}
