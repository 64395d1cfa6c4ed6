// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import io.penstock.engine.callout.ContextReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Reads the edits of a provider context, and tells its reader what is wrong with them. */
final class EditReader {
    private static final int MOST_EDITS = 1_024;
    private static final List<String> KEYS = List.of("name", "find", "findHex", "replace", "replaceHex", "direction");

    private EditReader() {}

    /** The edits that could be read. */
    static EditSet read(ContextReader context) {
        context.keys(List.of("edits"));
        List<Edit> edits = new ArrayList<>();
        for (ContextReader entry : context.entries("edits", "edit", MOST_EDITS)) {
            Edit edit = edit(entry);
            if (edit != null) {
                edits.add(edit);
            }
        }
        return new EditSet(edits);
    }

    private static Edit edit(ContextReader entry) {
        int before = entry.faultCount();
        entry.keys(KEYS);
        byte[] find = bytes(entry, "find", 1);
        byte[] replace = bytes(entry, "replace", 0);
        String name = entry.quoted("name");
        String direction = entry.has("direction") ? entry.text("direction") : "both";
        if (!Set.of("inbound", "outbound", "both").contains(direction)) {
            entry.wrong("direction", "direction is " + direction, "inbound, outbound or both");
        }
        return entry.faultCount() > before
                ? null
                : new Edit(
                        name == null ? "edited" : name,
                        find,
                        replace,
                        !direction.equals("outbound"),
                        !direction.equals("inbound"));
    }

    private static byte[] bytes(ContextReader entry, String key, int fewest) {
        String hexKey = key + "Hex";
        if (entry.has(key) == entry.has(hexKey)) {
            entry.wrong("it needs either " + key + " or " + hexKey, "");
            return null;
        }
        String spelled = entry.quoted(entry.has(key) ? key : hexKey);
        if (spelled == null) {
            return null;
        }
        byte[] bytes = entry.has(key) ? spelled.getBytes(StandardCharsets.UTF_8) : hex(entry, hexKey, spelled);
        if (bytes != null && (bytes.length < fewest || bytes.length > Edit.LONGEST)) {
            entry.wrong(
                    entry.has(key) ? key : hexKey,
                    key + " has " + bytes.length + " bytes",
                    fewest + " to " + Edit.LONGEST);
        }
        return bytes;
    }

    private static byte[] hex(ContextReader entry, String key, String spelled) {
        try {
            return HexFormat.of().parseHex(spelled.replaceAll("[\\s:]", ""));
        } catch (IllegalArgumentException odd) {
            entry.wrong(key, key + " \"" + spelled + "\": " + odd.getMessage(), "two digits a byte");
            return null;
        }
    }
}
