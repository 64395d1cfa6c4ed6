// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * A later release of Penstock in an image of its own: the records of its topology have {@link LaterForms}, all else is the same. It starts without
 * the cache of the image under test, which does not fit it.
 */
final class NextRelease {
    private static final String HOME = "/opt/penstock/";

    private final Path directory;
    /** By the names of their files in a jar. */
    private final Map<String, byte[]> classes = new TreeMap<>();

    private final Set<String> replaced = new HashSet<>();
    private final Map<String, Path> jars = new TreeMap<>();

    private NextRelease(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.resolve("next"));
        Path compiled = LaterForms.compile(this.directory);
        try (Stream<Path> files = Files.walk(compiled)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                classes.put(compiled.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    /** Makes the image, of files in that directory. */
    static String image(Path directory) throws IOException {
        NextRelease next = new NextRelease(directory);
        next.change("cli/target/lib", "penstock-schemas-*.jar");
        next.change("cli/target/lib", "penstock-classify-stream-*.jar");
        if (!next.replaced.equals(next.classes.keySet())) {
            throw new IllegalStateException(
                    "of " + next.classes.keySet() + " only " + next.replaced + " are in " + next.jars.keySet());
        }
        return next.image();
    }

    private String image() {
        ImageFromDockerfile image = new ImageFromDockerfile("penstock:test-next", false);
        jars.forEach(image::withFileFromPath);
        return image.withDockerfileFromBuilder(file -> {
                    file.from(ContainerImage.NAME);
                    jars.keySet().forEach(jar -> file.copy(jar, HOME + jar));
                    file.build();
                })
                .get();
    }

    private void change(String place, String jar) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(CommandRun.repository(place)), jar)) {
            for (Path original : found) {
                Path changed = directory.resolve(original.getFileName());
                rewrite(original, changed);
                Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("rw-r--r--"));
                jars.put(place + "/" + original.getFileName(), changed);
            }
        }
    }

    private void rewrite(Path jar, Path changed) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(changed), from.getManifest())) {
                for (JarEntry entry : Collections.list(from.entries())) {
                    if (!List.of(JarFile.MANIFEST_NAME, "META-INF/").contains(entry.getName())) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        to.write(content(from, entry));
                    }
                }
            }
        }
    }

    private byte[] content(JarFile jar, JarEntry entry) throws IOException {
        byte[] other = classes.get(entry.getName());
        if (other == null) {
            return jar.getInputStream(entry).readAllBytes();
        }
        replaced.add(entry.getName());
        return other;
    }
}
