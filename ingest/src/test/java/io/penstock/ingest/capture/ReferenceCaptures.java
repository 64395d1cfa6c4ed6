// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The reference captures, which are no part of the repository, and what TShark printed of them. */
final class ReferenceCaptures {
    private ReferenceCaptures() {}

    /** One line of the reference output. */
    record Line(String time, long capturedLength, long wireLength, String interfaceId) {}

    /** A capture with its packet count and what it exercises, as the manifest has them. */
    record Entry(Path file, long packets, String exercises) {
        boolean damaged() {
            return exercises.contains("reader said");
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    static Path folder() {
        Path data = Path.of(System.getProperty("penstock.data", "../shared/data"));
        assumeTrue(Files.isDirectory(data.resolve("captures")), "reference captures are absent: " + data);
        return data;
    }

    static Path file(String name) {
        return folder().resolve("captures").resolve(name);
    }

    static Stream<Entry> entries() throws IOException {
        Path data = folder();
        List<String> lines = Files.readAllLines(data.resolve("MANIFEST.csv"));
        List<String> header = cells(lines.getFirst());
        return lines.stream()
                .skip(1)
                .filter(line -> line.startsWith("captures/"))
                .map(ReferenceCaptures::cells)
                .map(cells -> new Entry(
                        data.resolve(cells.getFirst()),
                        Long.parseLong(cells.get(header.indexOf("packets"))),
                        cells.get(header.indexOf("exercises"))));
    }

    static List<Line> expected(Entry entry) {
        Path answers = folder().resolve("expected").resolve(entry + ".tsv.gz");
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(answers)), StandardCharsets.ISO_8859_1))) {
            List<String> header = List.of(reader.readLine().split("\t", -1));
            int time = header.indexOf("frame.time_epoch");
            int captured = header.indexOf("frame.cap_len");
            int wire = header.indexOf("frame.len");
            int from = header.indexOf("frame.interface_id");
            assertThat(List.of(time, captured, wire, from)).doesNotContain(-1);
            return reader.lines()
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Line(
                            cells[time], Long.parseLong(cells[captured]), Long.parseLong(cells[wire]), cells[from]))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
