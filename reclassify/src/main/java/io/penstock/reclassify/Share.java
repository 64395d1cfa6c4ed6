// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/**
 * A part of a group's packets.
 *
 * @param name the flow, host or application that they belong to; empty where that is not known
 * @param packets 1 or more
 * @param bytes their lengths on the wire
 */
public record Share(String name, long packets, long bytes) {
    public Share {
        Objects.requireNonNull(name, "name");
        if (packets < 1 || bytes < 0) {
            throw new IllegalArgumentException(
                    "packets of 1 or more, bytes of 0 or more expected, found " + packets + " and " + bytes);
        }
    }
}
