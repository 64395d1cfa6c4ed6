// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Queue;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a part's result on their way through a topic: pieces of files, and a last record that says that all were sent. An attempt that was given up has no last
 * record.
 */
final class PartFiles {
    private static final int PIECE_BYTES = 512 << 10;
    private static final Pattern NAME = Pattern.compile("part-[0-9]+\\.(result|traces|lines/(names|[0-9]+))");

    private PartFiles() {}

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * One record.
     *
     * @param attempt of whom it is
     * @param file name of the file in the folder; empty in the last record of the attempt
     * @param bytes they follow those before
     */
    record Piece(UUID attempt, String file, byte[] bytes) {
        boolean isLast() {
            return file.isEmpty();
        }

        byte[] encode() {
            ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(bytes.length + 100);
            try (DataOutputStream out = new DataOutputStream(bytesOut)) {
                out.writeLong(attempt.getMostSignificantBits());
                out.writeLong(attempt.getLeastSignificantBits());
                out.writeUTF(file);
                out.write(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytesOut.toByteArray();
        }

        /**
         * Reads a record.
         *
         * @throws IOException if it is none
         */
        static Piece decode(byte[] record) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
            UUID attempt = new UUID(in.readLong(), in.readLong());
            String file = in.readUTF();
            if (!file.isEmpty() && !NAME.matcher(file).matches()) {
                throw new IOException("\"" + file + "\" is no file of a result");
            }
            return new Piece(attempt, file, in.readAllBytes());
        }

        /** Appends the bytes to the file in a folder. */
        void appendIn(Path folder) throws IOException {
            Path to = folder.resolve(file);
            Files.createDirectories(to.getParent());
            Files.write(to, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** The pieces of all files of a folder, in order, a few at a time. One thread. */
    static final class Sending implements AutoCloseable {
        private final UUID attempt = UUID.randomUUID();
        private final Path folder;
        private final Queue<Path> files = new ArrayDeque<>();
        private InputStream in;
        private Path file;
        private boolean ended;

        Sending(Path folder) throws IOException {
            this.folder = folder;
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }

        /** The next record's value; null behind the last. */
        byte[] next() throws IOException {
            while (in != null || !files.isEmpty()) {
                if (in == null) {
                    file = files.poll();
                    in = Files.newInputStream(file);
                    if (Files.size(file) == 0) {
                        close();
                        return new Piece(attempt, name(), new byte[0]).encode();
                    }
                }
                byte[] bytes = in.readNBytes(PIECE_BYTES);
                if (bytes.length > 0) {
                    return new Piece(attempt, name(), bytes).encode();
                }
                close();
            }
            if (ended) {
                return null;
            }
            ended = true;
            return new Piece(attempt, "", new byte[0]).encode();
        }

        private String name() {
            return folder.relativize(file).toString().replace('\\', '/');
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
                in = null;
            }
        }
    }
}
