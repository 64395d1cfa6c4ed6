// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.reclassify.ChangeFiles.Maker;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import io.penstock.reclassify.ChangeSink;
import io.penstock.reclassify.Comparison;
import io.penstock.reclassify.PacketFeed;
import io.penstock.reclassify.PacketName;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one partition has to tell, in a folder: a file for each agent's start, in the order of its sequences, and their names. Each line stands behind its sequence
 * and its length. One thread.
 */
final class AgentLines implements ChangeSink {
    /** The file that names the others. */
    static final String NAMES = "names";

    private static final int MOST_BUFFERED = 1 << 14;

    private final Path folder;
    private final Maker maker;
    private final Map<Start, ByteArrayOutputStream> buffers = new LinkedHashMap<>();
    private final Map<Start, Integer> files = new LinkedHashMap<>();

    /** One start of an agent. */
    record Start(String agent, long incarnation) {}

    /** Begins anew, whatever the folder held. */
    AgentLines(Path folder, Maker maker) throws IOException {
        this.folder = folder;
        this.maker = maker;
        LineFolders.delete(folder);
        Files.createDirectories(folder);
    }

    @Override
    public void change(Comparison comparison, PacketFeed packet, Verdict from, Verdict to) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ChangeSink line = maker.to(text)) {
            line.change(comparison, packet, from, to);
        }
        if (!(packet.name() instanceof PacketName.OfAgent name)) {
            throw new IllegalStateException(
                    "a packet of an agent expected, found " + packet.name().text());
        }
        Start start = new Start(name.agent(), name.incarnation());
        files.putIfAbsent(start, files.size());
        ByteArrayOutputStream buffer = buffers.computeIfAbsent(start, fresh -> new ByteArrayOutputStream());
        DataOutputStream out = new DataOutputStream(buffer);
        out.writeLong(PacketRow.sequence(packet.rows(), packet.row()));
        out.writeInt(text.size());
        text.writeTo(out);
        out.flush();
        if (buffer.size() >= MOST_BUFFERED) {
            append(start, buffer);
        }
    }

    private void append(Start start, ByteArrayOutputStream buffer) throws IOException {
        try (OutputStream file = Files.newOutputStream(
                folder.resolve(files.get(start).toString()), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            buffer.writeTo(file);
        }
        buffer.reset();
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<Start, ByteArrayOutputStream> buffer : buffers.entrySet()) {
            append(buffer.getKey(), buffer.getValue());
        }
        try (DataOutputStream names = new DataOutputStream(Files.newOutputStream(folder.resolve(NAMES)))) {
            names.writeInt(files.size());
            for (Map.Entry<Start, Integer> file : files.entrySet()) {
                names.writeUTF(file.getKey().agent());
                names.writeLong(file.getKey().incarnation());
                names.writeInt(file.getValue());
            }
        }
    }

    /** The files of a folder, by whose they are. */
    static Map<Start, Path> read(Path folder) throws IOException {
        Map<Start, Path> files = new LinkedHashMap<>();
        try (DataInputStream names = new DataInputStream(Files.newInputStream(folder.resolve(NAMES)))) {
            for (int left = names.readInt(); left > 0; left--) {
                Start start = new Start(names.readUTF(), names.readLong());
                files.put(start, folder.resolve(Integer.toString(names.readInt())));
            }
        }
        return files;
    }
}
