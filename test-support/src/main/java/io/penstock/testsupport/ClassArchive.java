// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Classes that processes which tests start need not read and verify anew: an archive for the JVM's class-data sharing, made by one run of what the build names for a
 * module. A JVM that it does not fit starts as ever. Stateless.
 */
final class ClassArchive {
    /** The system property that names the file; without it there is no archive. */
    private static final String ARCHIVE = "penstock.children.archive";
    /** The system property with a main class and its arguments, separated by spaces; it ends by itself, or when its standard input does. */
    private static final String TRAINING = "penstock.children.training";

    private static final Duration LONGEST_TRAINING = Duration.ofSeconds(120);

    private ClassArchive() {}

    /** Where it is, if there is one. */
    static Optional<Path> file() {
        return wanted().filter(Files::isRegularFile);
    }

    private static Optional<Path> wanted() {
        return Optional.ofNullable(System.getProperty(ARCHIVE)).map(Path::of);
    }

    /**
     * Makes it where the build asks for one, unless it is newer than all that it is made of. Tests need none, so a failure only says so.
     *
     * @throws UncheckedIOException if a jar cannot be looked at
     */
    static void make() {
        wanted().ifPresent(archive -> {
            ChildClassPath classPath = ChildClassPath.ofThisProcess();
            if (!isCurrent(archive, classPath.jars())) {
                train(archive, classPath);
            }
        });
    }

    private static boolean isCurrent(Path archive, List<Path> jars) {
        if (!Files.isRegularFile(archive)) {
            return false;
        }
        try {
            for (Path jar : jars) {
                if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(archive)) > 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void train(Path archive, ChildClassPath classPath) {
        long began = System.nanoTime();
        List<String> command = new ArrayList<>(ChildJvm.java());
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(List.of("-cp", classPath.ofJars()));
        command.addAll(List.of(System.getProperty(TRAINING).split(" ")));
        Path log = archive.resolveSibling(archive.getFileName() + ".log");
        try {
            Files.deleteIfExists(archive);
            Process process = new ProcessBuilder(command)
                    .directory(
                            Path.of(System.getProperty("penstock.root", "..")).toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(LONGEST_TRAINING.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            String outcome = ended && Files.isRegularFile(archive)
                    ? "a class archive of " + (Files.size(archive) >> 20) + " MiB for the tests' processes"
                    : "no class archive for the tests' processes, see " + log;
            System.out.println(outcome + ", after " + (System.nanoTime() - began) / 1_000_000 + " ms");
        } catch (IOException failed) {
            System.out.println("no class archive for the tests' processes: " + failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
