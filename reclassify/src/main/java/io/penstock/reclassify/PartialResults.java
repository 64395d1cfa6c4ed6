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
import java.util.Optional;

/**
 * What is known of the parts that are done, in a folder, so that whoever was killed need not do them again. A part's file is whole or not there. Any thread, one for each
 * part.
 */
public final class PartialResults {
    /** Nothing is kept. */
    public static final PartialResults NONE = new PartialResults(null);

    private final Path folder;

    private PartialResults(Path folder) {
        this.folder = folder;
    }

    /** Results in a folder that is there; who names it makes sure that they answer the same question. */
    public static PartialResults in(Path folder) {
        return new PartialResults(folder);
    }

    Optional<ChangeTally> load(int part) throws IOException {
        if (folder == null || !Files.exists(file(part))) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(part))))) {
            return Optional.of(TallyCodec.read(in));
        }
    }

    /** Keeps a part's result; it is there once everything that belongs to it is. */
    void store(int part, ChangeTally tally) throws IOException {
        if (folder == null) {
            return;
        }
        Path unfinished = folder.resolve("part-" + part + ".unfinished");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
            TallyCodec.write(tally, out);
        }
        Files.move(unfinished, file(part), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(int part) {
        return folder.resolve("part-" + part + ".result");
    }
}
