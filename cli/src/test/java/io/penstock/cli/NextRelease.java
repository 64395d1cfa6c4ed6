// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.VerdictBatch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.generic.GenericData;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * A later release of Penstock in an image of its own: the command says another version, and verdicts that it writes have a field more, with a default. All else is the same. It starts
 * without the cache of the image under test, which does not fit it.
 */
final class NextRelease {
    static final String VERSION = "penstock next";
    /** What its verdicts have besides. */
    static final String FIELD = "knownSince";

    private static final String HOME = "/opt/penstock/";
    private static final Map<String, byte[]> NOTHING_ELSE = Map.of();

    private NextRelease() {}

    /**
     * Makes the image.
     *
     * @param directory for what goes into it
     * @param laterForms whether its verdicts have the field more; otherwise only the version differs
     */
    static String image(Path directory, boolean laterForms) throws IOException {
        Map<String, Path> changed = new TreeMap<>();
        change(directory, "cli/target", "penstock-cli-*.jar", NOTHING_ELSE, changed);
        if (laterForms) {
            change(directory, "cli/target/lib", "penstock-schemas-*.jar", laterVerdicts(directory), changed);
        }
        ImageFromDockerfile image = new ImageFromDockerfile("penstock:test-next", false);
        changed.forEach(image::withFileFromPath);
        return image.withDockerfileFromBuilder(file -> {
                    file.from(ContainerImage.NAME);
                    changed.keySet().forEach(jar -> file.copy(jar, HOME + jar));
                    file.build();
                })
                .get();
    }

    /** The form of its verdicts. */
    static Schema verdicts() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode form =
                (ObjectNode) json.readTree(VerdictBatch.getClassSchema().toString());
        ((ArrayNode) form.path("fields"))
                .addObject()
                .put("name", FIELD)
                .put("type", "long")
                .put("default", 0);
        return new Schema.Parser().parse(form.toString());
    }

    private static Map<String, byte[]> laterVerdicts(Path directory) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("next/sources"));
        Path classes = Files.createDirectories(directory.resolve("next/classes"));
        SpecificCompiler compiler = new SpecificCompiler(verdicts());
        compiler.setStringType(GenericData.StringType.String);
        compiler.compileToDestination(null, sources.toFile());
        String name = VerdictBatch.class.getName().replace('.', '/');
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        sources.resolve(name + ".java").toString());
        if (failed != 0) {
            throw new IllegalStateException("javac ended with " + failed);
        }
        Map<String, byte[]> compiled = new TreeMap<>();
        try (Stream<Path> files = Files.list(classes.resolve(name).getParent())) {
            for (Path file : files.filter(
                            found -> found.getFileName().toString().startsWith("VerdictBatch"))
                    .toList()) {
                compiled.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    private static void change(
            Path directory, String place, String jar, Map<String, byte[]> classes, Map<String, Path> changed)
            throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(CommandRun.repository(place)), jar)) {
            for (Path original : found) {
                Path next = directory.resolve(original.getFileName());
                rewrite(original, next, classes);
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
                changed.put(place + "/" + original.getFileName(), next);
            }
        }
    }

    private static void rewrite(Path jar, Path changed, Map<String, byte[]> classes) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            Manifest manifest = from.getManifest();
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "next");
            try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(changed), manifest)) {
                for (JarEntry entry : Collections.list(from.entries())) {
                    if (!List.of(JarFile.MANIFEST_NAME, "META-INF/").contains(entry.getName())) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        byte[] other = classes.get(entry.getName());
                        to.write(other == null ? from.getInputStream(entry).readAllBytes() : other);
                    }
                }
            }
        }
    }
}
