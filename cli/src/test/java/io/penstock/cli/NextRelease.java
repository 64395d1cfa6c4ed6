// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.VerdictBatch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * A later release of Penstock: records that it writes have a field more, with a default. All else is the same. In an image of its own these are verdicts, the command says another
 * version, and it starts without the cache of the image under test, which does not fit it. As classes for a process these are verdicts and pended packets, which workers of this release read.
 */
final class NextRelease {
    static final String VERSION = "penstock next";
    /** What these have besides. */
    static final String FIELD = "knownSince";

    private static final ObjectMapper JSON = new ObjectMapper();
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

    /** The classes of its records that differ, in a directory, to be ahead of ours in a class path. */
    static Path classes(Path directory) throws IOException {
        Path classes = directory.resolve("next/changed");
        Map<String, byte[]> changed = new TreeMap<>(laterVerdicts(directory));
        changed.putAll(laterPends(directory));
        for (Map.Entry<String, byte[]> each : changed.entrySet()) {
            Path file = classes.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        return classes;
    }

    /** How many of these records it has written, and how many another release, of those that differ. */
    static Map<Boolean, Long> written(Collection<GenericRecord> records) {
        return records.stream()
                .map(GenericRecord::getSchema)
                .map(form -> form.getName().equals("PendedBatch")
                        ? form.getField("packets").schema().getElementType()
                        : form)
                .filter(form -> List.of("VerdictBatch", "PendedPacket").contains(form.getName()))
                .collect(Collectors.partitioningBy(form -> form.getField(FIELD) != null, Collectors.counting()));
    }

    private static Map<String, byte[]> laterVerdicts(Path directory) throws IOException {
        return compiled(directory, later(VerdictBatch.getClassSchema()), "VerdictBatch");
    }

    private static Map<String, byte[]> laterPends(Path directory) throws IOException {
        ObjectNode pends = json(PendedBatch.getClassSchema());
        ((ObjectNode) pends.at("/fields/0/type")).set("items", later(PendedPacket.getClassSchema()));
        return compiled(directory, pends, "PendedBatch", "PendedPacket");
    }

    private static ObjectNode json(Schema form) throws IOException {
        return (ObjectNode) JSON.readTree(form.toString());
    }

    private static ObjectNode later(Schema form) throws IOException {
        ObjectNode later = json(form);
        ((ArrayNode) later.path("fields"))
                .addObject()
                .put("name", FIELD)
                .put("type", "long")
                .put("default", 0);
        return later;
    }

    /** The class files of some of the records in a form, by their names in a jar. */
    private static Map<String, byte[]> compiled(Path directory, ObjectNode form, String... records) throws IOException {
        Path sources = directory.resolve("next/sources");
        Path classes = Files.createDirectories(directory.resolve("next/classes"));
        Path place = Path.of(VerdictBatch.class.getPackageName().replace('.', '/'));
        SpecificCompiler compiler = new SpecificCompiler(new Schema.Parser().parse(form.toString()));
        compiler.setStringType(GenericData.StringType.String);
        compiler.compileToDestination(null, sources.toFile());
        compile(classes, Stream.of(records).map(record -> sources.resolve(place).resolve(record + ".java")));
        Map<String, byte[]> compiled = new TreeMap<>();
        try (Stream<Path> files = Files.list(classes.resolve(place))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (Stream.of(records).anyMatch(name::startsWith)) {
                    compiled.put(classes.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return compiled;
    }

    private static void compile(Path classes, Stream<Path> sources) {
        List<String> options = List.of(
                "-nowarn", "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        String[] arguments =
                Stream.concat(options.stream(), sources.map(Path::toString)).toArray(String[]::new);
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments);
        if (failed != 0) {
            throw new IllegalStateException("javac ended with " + failed);
        }
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
