// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

/** Names without the prefixes that every one of them has. */
public final class Names {
    private static final String LAYER = "FWPM_LAYER_";

    private Names() {}

    /** A layer's key without its prefix. */
    public static String layer(String key) {
        return key.startsWith(LAYER) ? key.substring(LAYER.length()) : key;
    }
}
