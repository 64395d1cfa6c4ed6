// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import io.penstock.engine.packet.dissect.DecodeColumn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What TShark printed of one capture, line by line. */
final class OracleLines implements AutoCloseable {
    private final BufferedReader reader;
    private final List<String> header;
    private String[] cells;

    OracleLines(Path answers) throws IOException {
        reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(answers)), StandardCharsets.ISO_8859_1));
        header = List.of(reader.readLine().split("\t", -1));
    }

    boolean next() throws IOException {
        String line = reader.readLine();
        cells = line == null ? null : line.split("\t", -1);
        return line != null;
    }

    boolean callsItMalformed() {
        return !all("_ws.malformed").isEmpty();
    }

    /** Whether the outermost IP packet carries another one, in a tunnel or quoted by an ICMP error. */
    boolean carriesAnotherPacket() {
        return ipVersions().size() > 1;
    }

    /** Whether the column speaks of the outermost packet, so that ours can be held against it. */
    boolean isComparable(DecodeColumn column) {
        String title = column.title();
        if (column == DecodeColumn.MALFORMED) {
            return false;
        }
        if (!carriesAnotherPacket()) {
            return true;
        }
        if (title.startsWith("tcp.") || title.startsWith("udp.")) {
            return false;
        }
        // The other version's columns, too, can only be the carried packet's.
        String others = ipVersions().getFirst().equals("ip") ? "ipv6." : "ip.";
        return !title.startsWith(others);
    }

    private List<String> ipVersions() {
        return Arrays.stream(all("frame.protocols").split(":"))
                .filter(protocol -> protocol.equals("ip") || protocol.equals("ipv6"))
                .toList();
    }

    /** The first of a column's occurrences. */
    String first(String title) {
        String all = all(title);
        int comma = all.indexOf(',');
        return comma < 0 ? all : all.substring(0, comma);
    }

    /** All of a column's occurrences, joined by commas. */
    String all(String title) {
        return cells[header.indexOf(title)];
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
