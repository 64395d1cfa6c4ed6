// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/**
 * Where packets of a report come from.
 *
 * @param name the capture as the user named it, or the agent
 * @param packets packets of it that are reported, 0 or more; those of a lead-in are not
 * @param bytes their lengths on the wire
 */
public record ReportSource(String name, long packets, long bytes) {
    public ReportSource {
        Objects.requireNonNull(name, "name");
        if (packets < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "packets and bytes of 0 or more expected, found " + packets + " and " + bytes);
        }
    }
}
