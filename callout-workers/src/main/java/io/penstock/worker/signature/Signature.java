// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * A run of bytes to look for, and what it is called. Owns its bytes.
 *
 * @param name what findings call it
 * @param bytes what must occur, 1 to 1024 bytes
 */
record Signature(String name, byte[] bytes) {
    private static final int LONGEST = 1_024;

    Signature {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a signature has no name");
        }
        if (bytes.length == 0 || bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "signature " + name + " has " + bytes.length + " bytes, expected 1 to " + LONGEST);
        }
    }

    /**
     * Reads {@code {name, text}}, UTF-8, or {@code {name, hex}}, two digits a byte, blanks and colons between them ignored.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Signature of(Object entry) {
        if (!(entry instanceof Map<?, ?> fields) || !(fields.get("name") instanceof String name)) {
            throw new IllegalArgumentException("a signature needs a name and either text or hex: " + entry);
        }
        Object text = fields.get("text");
        Object hex = fields.get("hex");
        if ((text == null) == (hex == null)) {
            throw new IllegalArgumentException("signature " + name + " needs either text or hex");
        }
        if (fields.size() != 2) {
            throw new IllegalArgumentException("signature " + name + " has other fields than name and text or hex");
        }
        // Digits without quotes are a number by now, and their leading zeros are gone.
        if (!((text == null ? hex : text) instanceof String spelled)) {
            throw new IllegalArgumentException("signature " + name + ": put its text or hex in quotes");
        }
        return new Signature(name, text == null ? bytes(name, spelled) : spelled.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String name, String hex) {
        try {
            return HexFormat.of().parseHex(hex.replaceAll("[\\s:]", ""));
        } catch (IllegalArgumentException odd) {
            throw new IllegalArgumentException(
                    "signature " + name + " has hex \"" + hex + "\": " + odd.getMessage(), odd);
        }
    }
}
