// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.fuzz;

import io.penstock.engine.packet.DecodeVectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The inputs that fuzzing starts from: the hand-built frames of the decoder's vectors, and {@code fuzz/corpus.txt}, one input a line in hex, which
 * holds what earlier campaigns found worth keeping.
 */
public final class FuzzCorpus {
    private static final String KEPT = "/fuzz/corpus.txt";

    private FuzzCorpus() {}

    static List<byte[]> inputs() throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        for (DecodeVectors.Vector vector : DecodeVectors.all()) {
            inputs.add(FuzzInput.of(vector.linkType(), inputs.size() % 3, List.of(vector.frame())));
        }
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(FuzzCorpus.class.getResourceAsStream(KEPT), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> inputs.add(HexFormat.of().parseHex(line)));
        }
        return inputs;
    }

    /** {@code write FOLDER}: puts each input into a file. {@code keep FOLDER FILE}: writes a folder's files down as lines, in order of their bytes. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            Files.createDirectories(folder);
            List<byte[]> inputs = inputs();
            for (int i = 0; i < inputs.size(); i++) {
                Files.write(folder.resolve("seed-" + i), inputs.get(i));
            }
        } else {
            keep(folder, Path.of(arguments[2]));
        }
    }

    private static void keep(Path folder, Path file) throws IOException {
        SortedSet<String> lines = new TreeSet<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path one : found.toList()) {
                lines.add(HexFormat.of().formatHex(Files.readAllBytes(one)));
            }
        }
        List<String> all = new ArrayList<>();
        all.add("# SPDX-License-Identifier: Apache-2.0");
        all.add("# Inputs of PacketFuzz that reach different places, one a line in hex; made by FuzzCorpus from a"
                + " campaign's minimised corpus.");
        all.addAll(lines);
        Files.write(file, all);
    }
}
