// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;

/**
 * The container that captures of an agent's pod (k8s/base/agent.yaml): its command, not root, the one capability, and a named pipe for the agent. It begins to capture when the pipe's other end is open.
 */
final class CaptureContainer extends GenericContainer<CaptureContainer> {
    static final String PIPE = "/capture/packets";
    private static final String DIRECTORY = "/capture";
    private static final long MEMORY = 64L << 20;

    private CaptureContainer(String image, String command) {
        super(image);
        withCreateContainerCmdModifier(create -> create.withEntrypoint("/bin/sh", "-c"));
        withCommand(new String[] {command});
    }

    /**
     * In the network of another container.
     *
     * @param pipe a directory that is anybody's to write
     * @param filter as tcpdump takes it
     */
    static CaptureContainer of(String image, String network, Path pipe, String filter) throws IOException {
        return new CaptureContainer(image, "mkfifo -m 0600 " + PIPE + "\n" + command())
                .withNetworkMode(network)
                .withEnv("CAPTURE_INTERFACE", "")
                .withEnv("CAPTURE_SNAPLEN", "256")
                .withEnv("CAPTURE_FILTER", filter)
                .withCreateContainerCmdModifier(create -> careful(create.getHostConfig(), pipe));
    }

    private static void careful(HostConfig host, Path pipe) {
        host.withBinds(bind(pipe))
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withCapAdd(Capability.NET_RAW)
                .withMemory(MEMORY);
    }

    static Bind bind(Path pipe) {
        return new Bind(pipe.toString(), new Volume(DIRECTORY), AccessMode.rw);
    }

    private static String command() throws IOException {
        List<String> manifest = Files.readAllLines(Path.of(CommandRun.repository("k8s/base/agent.yaml")));
        return manifest.stream()
                .dropWhile(line -> !line.strip().equals("- |"))
                .skip(1)
                .takeWhile(line -> !line.strip().equals("env:"))
                .map(String::strip)
                .collect(Collectors.joining("\n"));
    }

    /** SIGTERM, and waits until it has ended. */
    void terminate() {
        getDockerClient().stopContainerCmd(getContainerId()).withTimeout(20).exec();
    }
}
