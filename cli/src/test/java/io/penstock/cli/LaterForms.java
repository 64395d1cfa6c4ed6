// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.VerdictBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * The classes in which a later release differs: its verdicts and pended packets say which release gave them, in a field that those of this release do not have. They are compiled from
 * this release's schemas and sources, changed in that.
 */
final class LaterForms {
    /** The release under test, whose records do not say it. */
    static final String THIS = "this";
    /** The later one. */
    static final String NEXT = "next";

    private static final String FIELD = "release";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPOLOGY = "classify-stream/src/main/java/io/penstock/stream/";

    private LaterForms() {}

    /** Which release gave verdicts or pended packets; empty for other records. */
    static Optional<String> releaseOf(GenericRecord record) {
        return switch (record.getSchema().getName()) {
            case "VerdictBatch", "PendedPacket" ->
                Optional.of(record.hasField(FIELD) ? record.get(FIELD).toString() : THIS);
            case "PendedBatch" ->
                releaseOf(StrangersBook.list(record, "packets").getFirst());
            default -> Optional.empty();
        };
    }

    /** How many of these records each release gave, of those that gave any. */
    static Map<String, Long> byRelease(Stream<GenericRecord> records) {
        return records.flatMap(record -> releaseOf(record).stream())
                .collect(Collectors.groupingBy(release -> release, TreeMap::new, Collectors.counting()));
    }

    /**
     * Compiles them.
     *
     * @param directory for sources and classes
     * @return the directory of the classes, to be ahead of ours in a class path
     */
    static Path compile(Path directory) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        List<Path> changed = new ArrayList<>();
        for (Schema form : forms()) {
            SpecificCompiler compiler = new SpecificCompiler(form);
            compiler.setStringType(GenericData.StringType.String);
            compiler.compileToDestination(null, sources.toFile());
        }
        for (Class<?> record : List.of(VerdictBatch.class, PendedBatch.class, PendedPacket.class)) {
            changed.add(sources.resolve(record.getName().replace('.', '/') + ".java"));
        }
        changed.add(edit(
                sources,
                "EngineWork.java",
                "verdicts.setRevision(revision.revision());",
                "verdicts.setRevision(revision.revision()); verdicts.setRelease(\"" + NEXT + "\");"));
        changed.add(edit(
                sources,
                "PendRecords.java",
                "PendedPacket.newBuilder()",
                "PendedPacket.newBuilder().setRelease(\"" + NEXT + "\")"));
        return compiled(changed, Files.createDirectories(directory.resolve("classes")));
    }

    private static List<Schema> forms() throws IOException {
        return List.of(
                withField(VerdictBatch.getClassSchema(), ""),
                withField(PendedBatch.getClassSchema(), "/fields/0/type/items"));
    }

    /** With one field more in the record at that place in the schema, which has a default, so that each form reads the other. */
    private static Schema withField(Schema present, String record) throws IOException {
        ObjectNode form = (ObjectNode) JSON.readTree(present.toString());
        ((ArrayNode) form.at(record).required("fields"))
                .addObject()
                .put("name", FIELD)
                .put("type", "string")
                .put("default", "");
        return new Schema.Parser().parse(form.toString());
    }

    private static Path edit(Path sources, String file, String before, String after) throws IOException {
        String source = Files.readString(Path.of(CommandRun.repository(TOPOLOGY + file)));
        String edited = source.replace(before, after);
        if (edited.equals(source)) {
            throw new IllegalStateException(file + " has no \"" + before + "\"");
        }
        return Files.writeString(sources.resolve(file), edited);
    }

    private static Path compiled(List<Path> sources, Path classes) {
        Stream<String> options = Stream.of(
                "-nowarn", "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        Stream.concat(options, sources.stream().map(Path::toString))
                                .toArray(String[]::new));
        if (failed != 0) {
            throw new IllegalStateException("javac ended with " + failed);
        }
        return classes;
    }
}
