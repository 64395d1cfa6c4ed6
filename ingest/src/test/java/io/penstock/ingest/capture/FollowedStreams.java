// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code tshark -z follow,tcp,raw,N} prints of some streams: the bytes of each direction, the first sender's first, as text. */
final class FollowedStreams {
    private static final Pattern STREAM = Pattern.compile("Filter: tcp\\.stream eq (\\d+)");
    private static final Pattern HEX = Pattern.compile("(\\t?)([0-9a-f]+)");
    /** What TShark writes, as if it were data, in the place of bytes that the peer has acknowledged and the capture lacks. */
    private static final Pattern MISSING = Pattern.compile("\\[(\\d+) bytes missing in capture file]\0");

    private final Map<Integer, String[]> streams = new TreeMap<>();

    FollowedStreams(List<String> printed) {
        StringBuilder[] both = null;
        int stream = -1;
        for (String line : printed) {
            Matcher start = STREAM.matcher(line);
            Matcher bytes = HEX.matcher(line);
            if (start.matches()) {
                finish(stream, both);
                stream = Integer.parseInt(start.group(1));
                both = new StringBuilder[] {new StringBuilder(), new StringBuilder()};
            } else if (both != null && bytes.matches()) {
                both[bytes.group(1).length()].append(text(bytes.group(2)));
            }
        }
        finish(stream, both);
    }

    private void finish(int stream, StringBuilder... both) {
        if (stream >= 0) {
            streams.put(stream, new String[] {both[0].toString(), both[1].toString()});
        }
    }

    private static String text(String hex) {
        String ascii = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        Matcher missing = MISSING.matcher(ascii);
        return missing.matches() ? missed(Long.parseLong(missing.group(1))) : hex;
    }

    /** The text in the place of missed bytes. */
    static String missed(long bytes) {
        return "[" + bytes + "]";
    }

    /** The bytes of a direction in hex, with missed ones as {@link #missed}; empty for a stream that was not asked for. */
    String direction(int stream, int direction) {
        String[] both = streams.get(stream);
        return both == null ? "" : both[direction];
    }
}
