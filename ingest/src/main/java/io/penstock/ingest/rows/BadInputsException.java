// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import java.io.IOException;
import java.util.List;

/** Inputs that cannot be read at all. The message has a line for each of them. */
public final class BadInputsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    BadInputsException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** A line for each bad input: its name, the byte offset, what was expected. */
    public List<String> lines() {
        return lines == null ? getMessage().lines().toList() : lines;
    }
}
