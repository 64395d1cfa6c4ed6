// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.reclassify.AgentLines.Start;
import io.penstock.cli.reclassify.ChangeFiles.Maker;
import io.penstock.reclassify.ChangeSink;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Keeps what partitions have to tell until it can be told by agent, start and sequence, whichever partition it was in. Any thread. */
public final class LineFolders implements ChangeSink.Factory, AutoCloseable {
    private static final Comparator<Start> BY_NAME =
            Comparator.comparing(Start::agent).thenComparingLong(Start::incarnation);

    private final Path folder;
    private final boolean temporary;
    private final int parts;
    private final Maker maker;

    private LineFolders(Path folder, boolean temporary, int parts, Maker maker) {
        this.folder = folder;
        this.temporary = temporary;
        this.parts = parts;
        this.maker = maker;
    }

    /**
     * Folders for so many parts.
     *
     * @param state the folder to be resumed from, null for one that is deleted in the end
     * @throws IOException if there is no place for them
     */
    public static LineFolders create(Path state, int parts, Maker maker) throws IOException {
        Path folder = state == null ? Files.createTempDirectory("penstock-reclassify") : state;
        return new LineFolders(folder, state == null, parts, maker);
    }

    @Override
    public ChangeSink open(int part) throws IOException {
        return new AgentLines(folder(part), maker);
    }

    /**
     * Writes all lines.
     *
     * @throws IOException if one cannot be read, or {@code out} not be written
     */
    public void copyTo(OutputStream out) throws IOException {
        TreeMap<Start, List<Path>> files = new TreeMap<>(BY_NAME);
        for (int part = 0; part < parts; part++) {
            AgentLines.read(folder(part))
                    .forEach((start, file) -> files.computeIfAbsent(start, fresh -> new ArrayList<>())
                            .add(file));
        }
        for (List<Path> ofOne : files.values()) {
            merge(ofOne, out);
        }
    }

    private static void merge(List<Path> files, OutputStream out) throws IOException {
        PriorityQueue<Lines> next =
                new PriorityQueue<>(Comparator.comparing(lines -> lines.sequence, Long::compareUnsigned));
        try {
            for (Path file : files) {
                Lines lines = new Lines(file);
                if (lines.next()) {
                    next.add(lines);
                }
            }
            for (Lines least = next.poll(); least != null; least = next.poll()) {
                out.write(least.text);
                if (least.next()) {
                    next.add(least);
                }
            }
        } finally {
            for (Lines open : next) {
                open.in.close();
            }
        }
    }

    /** One file, at one of its lines. */
    private static final class Lines {
        private final DataInputStream in;
        private long sequence;
        private byte[] text;

        private Lines(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
        }

        private boolean next() throws IOException {
            try {
                sequence = in.readLong();
            } catch (EOFException end) {
                in.close();
                return false;
            }
            text = in.readNBytes(in.readInt());
            return true;
        }
    }

    private Path folder(int part) {
        return folder.resolve("part-" + part + ".lines");
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            for (int part = 0; part < parts; part++) {
                delete(folder(part));
            }
            Files.deleteIfExists(folder);
        }
    }
}
