// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes down the traces of a part's packets, by their place in it, and reads them again. Read by the build that wrote them alone. */
final class TracesCodec {
    private TracesCodec() {}

    static void write(Map<Long, PartComparison.Traces> traces, DataOutputStream out) throws IOException {
        out.writeInt(traces.size());
        for (Map.Entry<Long, PartComparison.Traces> one : traces.entrySet()) {
            out.writeLong(one.getKey());
            write(one.getValue().before(), out);
            write(one.getValue().after(), out);
        }
    }

    static Map<Long, PartComparison.Traces> read(DataInputStream in) throws IOException {
        Map<Long, PartComparison.Traces> traces = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            traces.put(in.readLong(), new PartComparison.Traces(lines(in), lines(in)));
        }
        return traces;
    }

    private static void write(List<TraceLine> lines, DataOutputStream out) throws IOException {
        out.writeInt(lines.size());
        for (TraceLine line : lines) {
            out.writeInt(line.depth());
            TallyCodec.text(out, line.text());
        }
    }

    private static List<TraceLine> lines(DataInputStream in) throws IOException {
        List<TraceLine> lines = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            lines.add(new TraceLine(in.readInt(), TallyCodec.text(in)));
        }
        return lines;
    }
}
