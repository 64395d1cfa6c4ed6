// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the parts that are done, in a folder, so that whoever was killed need not do them again. A part's file is whole or not there. Any thread, one for each
 * part.
 */
public final class PartialResults {
    /** Nothing is kept. */
    public static final PartialResults NONE = new PartialResults(null);

    private static final String RESULT = ".result";
    private static final String TRACES = ".traces";

    private final Path folder;

    private PartialResults(Path folder) {
        this.folder = folder;
    }

    /** Results in a folder that is there; who names it makes sure that they answer the same question. */
    public static PartialResults in(Path folder) {
        return new PartialResults(folder);
    }

    Optional<ChangeTally> load(int part) throws IOException {
        if (folder == null || !Files.exists(file(part, RESULT))) {
            return Optional.empty();
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file(part, RESULT))))) {
            return Optional.of(TallyCodec.read(in));
        }
    }

    /** Keeps a part's result; it is there once everything that belongs to it is. */
    void store(int part, ChangeTally tally) throws IOException {
        if (folder == null) {
            return;
        }
        write(file(part, RESULT), out -> TallyCodec.write(tally, out));
    }

    /** Traces of packets of a part by their place in it; empty where none were kept. */
    Optional<Map<Long, PartComparison.Traces>> loadTraces(int part) throws IOException {
        if (folder == null || !Files.exists(file(part, TRACES))) {
            return Optional.empty();
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file(part, TRACES))))) {
            return Optional.of(TracesCodec.read(in));
        }
    }

    /** Keeps traces of a part's packets, before its result. */
    void storeTraces(int part, Map<Long, PartComparison.Traces> traces) throws IOException {
        if (folder != null) {
            write(file(part, TRACES), out -> TracesCodec.write(traces, out));
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static void write(Path file, Writing writing) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
            writing.to(out);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(int part, String kind) {
        return folder.resolve("part-" + part + kind);
    }
}
