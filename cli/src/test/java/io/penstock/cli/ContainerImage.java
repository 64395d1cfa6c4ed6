// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;

/** Penstock's image, built once a run from what the build has packaged. Nothing is pulled. */
final class ContainerImage {
    static final String NAME = "penstock:test";
    private static final String CAPTURE = "penstock-capture:test";
    /** With which the scripts say that the machine lacks what they need. */
    private static final int LACKING = 3;

    private static boolean built;

    private ContainerImage() {}

    /** Builds it where that has not been done; the test is skipped where no engine is reachable or no base can be made. */
    static synchronized String require() throws IOException, InterruptedException {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker engine is reachable: tests in containers are skipped");
        if (!built) {
            build();
            built = true;
        }
        return NAME;
    }

    private static void build() throws IOException, InterruptedException {
        long began = System.nanoTime();
        run(CommandRun.repository("docker/build.sh"), NAME);
        System.out.printf(
                Locale.ROOT,
                "%s built in %.1f s, %,d MB%n",
                NAME,
                (System.nanoTime() - began) / 1e9,
                sizeBytes() / 1_000_000);
    }

    /** The image with tcpdump, for agents that capture. */
    static String capture() throws IOException, InterruptedException {
        run(CommandRun.repository("docker/capture/build.sh"), CAPTURE);
        return CAPTURE;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process script = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        List<String> said = script.inputReader().lines().toList();
        int code = script.waitFor();
        String end = String.join("\n", said.subList(Math.max(0, said.size() - 12), said.size()));
        assumeTrue(code != LACKING, "no image, so tests in containers are skipped: " + end);
        if (code != 0) {
            throw new AssertionError(command[0] + " ended with " + code + ":\n" + end);
        }
    }

    /** The size of all its layers, unpacked. */
    static long sizeBytes() {
        return DockerClientFactory.instance()
                .client()
                .inspectImageCmd(NAME)
                .exec()
                .getSize();
    }
}
