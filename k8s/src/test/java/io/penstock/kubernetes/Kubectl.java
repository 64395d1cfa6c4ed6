// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A client that is installed here: the first on the path, and those that {@code PENSTOCK_KUBECTL} names.
 *
 * @param program its file
 */
record Kubectl(Path program) {
    static List<Kubectl> installed() {
        Stream<Path> onPath = paths("PATH")
                .map(folder -> folder.resolve("kubectl"))
                .filter(Files::isExecutable)
                .limit(1);
        return Stream.concat(onPath, paths("PENSTOCK_KUBECTL").filter(Files::isExecutable))
                .map(Kubectl::new)
                .toList();
    }

    private static Stream<Path> paths(String variable) {
        String value = System.getenv().getOrDefault(variable, "");
        return Stream.of(value.split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    /** What is applied for an overlay. */
    List<JsonNode> kustomize(String overlay) {
        return Manifests.parse(
                run("kustomize", Manifests.repository("k8s/overlays/" + overlay).toString()));
    }

    String version() {
        return run("version", "--client", "--output=yaml");
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            // Newer clients warn of what only older ones understand.
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " ended with " + process.exitValue());
            }
            return out;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
