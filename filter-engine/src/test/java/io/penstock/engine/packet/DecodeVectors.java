// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hand-built frames of {@code vectors/decode.txt}. */
public final class DecodeVectors {
    private DecodeVectors() {}

    /** One frame and the fields that decoding it must give. */
    public record Vector(String name, int linkType, long wireLength, byte[] frame, Map<String, String> expected) {
        @Override
        public String toString() {
            return name;
        }

        /** Whether this frame is expected to be malformed. */
        public boolean malformed() {
            return expected.containsKey("malformed");
        }
    }

    public static List<Vector> all() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                DecodeVectors.class.getResourceAsStream("/vectors/decode.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(DecodeVectors::vector)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Vector named(String name) {
        return all().stream()
                .filter(vector -> vector.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Vector vector(String line) {
        String[] parts = line.split(" \\| ?", -1);
        Map<String, String> expected = new LinkedHashMap<>();
        Arrays.stream(parts[4].split(" ")).forEach(field -> {
            String[] pair = field.split("=", 2);
            expected.put(pair[0], pair[1]);
        });
        return new Vector(
                parts[0],
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                HexFormat.of().parseHex(parts[3]),
                expected);
    }
}
