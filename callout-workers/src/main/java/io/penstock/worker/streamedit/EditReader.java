// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the edits of a provider context, and gathers what is wrong with them. Used once. */
final class EditReader {
    private static final int MOST_EDITS = 1_024;
    private static final Set<String> KEYS = Set.of("name", "find", "findHex", "replace", "replaceHex", "direction");

    private final List<String> errors = new ArrayList<>();
    private String at = "";

    List<Edit> read(Map<String, Object> data) {
        unknown(data, Set.of("edits"));
        List<Edit> edits = new ArrayList<>();
        if (!(data.get("edits") instanceof List<?> entries)) {
            wrong("the provider context has no list of edits");
        } else if (entries.size() > MOST_EDITS) {
            wrong(entries.size() + " edits, more than " + MOST_EDITS);
        } else {
            for (Object entry : entries) {
                at = "edit " + (edits.size() + 1) + ": ";
                edits.add(entry instanceof Map<?, ?> fields ? edit(fields) : none());
            }
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return edits;
    }

    private Edit none() {
        wrong("it is no mapping");
        return null;
    }

    private Edit edit(Map<?, ?> fields) {
        int before = errors.size();
        unknown(fields, KEYS);
        byte[] find = bytes(fields, "find", 1);
        byte[] replace = bytes(fields, "replace", 0);
        Object name = fields.get("name");
        if (name != null && !(name instanceof String)) {
            wrong("put its name in quotes");
        }
        String direction = fields.containsKey("direction") ? String.valueOf(fields.get("direction")) : "both";
        if (!Set.of("inbound", "outbound", "both").contains(direction)) {
            wrong("direction is inbound, outbound or both, not " + direction);
        }
        return errors.size() > before
                ? null
                : new Edit(
                        name == null ? "edited" : (String) name,
                        find,
                        replace,
                        !direction.equals("outbound"),
                        !direction.equals("inbound"));
    }

    private byte[] bytes(Map<?, ?> fields, String key, int fewest) {
        Object text = fields.get(key);
        Object hex = fields.get(key + "Hex");
        if ((text == null) == (hex == null)) {
            wrong("it needs either " + key + " or " + key + "Hex");
            return null;
        }
        // Digits without quotes are a number by now, and their leading zeros are gone.
        if (!((text == null ? hex : text) instanceof String spelled)) {
            wrong("put " + key + " in quotes");
            return null;
        }
        byte[] bytes = text == null ? hex(key, spelled) : spelled.getBytes(StandardCharsets.UTF_8);
        if (bytes != null && (bytes.length < fewest || bytes.length > Edit.LONGEST)) {
            wrong(key + " has " + bytes.length + " bytes, expected " + fewest + " to " + Edit.LONGEST);
        }
        return bytes;
    }

    private byte[] hex(String key, String spelled) {
        try {
            return HexFormat.of().parseHex(spelled.replaceAll("[\\s:]", ""));
        } catch (IllegalArgumentException odd) {
            wrong(key + "Hex \"" + spelled + "\": " + odd.getMessage());
            return null;
        }
    }

    private void unknown(Map<?, ?> fields, Set<String> known) {
        for (Object key : fields.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                wrong("unknown key " + key);
            }
        }
    }

    private void wrong(String what) {
        errors.add(at + what);
    }
}
