// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Where keys come from that callers leave out (spec 1.1). */
@FunctionalInterface
public interface KeySource {
    /** A GUID in braces that was not given before. */
    String nextKey();

    /** Version 4 GUIDs from a generator; the same generator gives the same keys. */
    static KeySource of(RandomGenerator random) {
        return () -> {
            long high = random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
            long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
            String hex = HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
            return "{" + hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5") + "}";
        };
    }
}
