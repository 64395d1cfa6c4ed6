// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.util.List;

/** Ends the command with an exit code and a line per error on standard error. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> lines;

    private CommandFailure(int exitCode, List<String> lines, Throwable cause) {
        super(String.join("\n", lines), cause);
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    /** Bad usage or bad input: exit code 2. */
    public static CommandFailure badInput(String line) {
        return new CommandFailure(ExitCode.BAD_INPUT, List.of(line), null);
    }

    /** Bad usage or bad input, a line for each error: exit code 2. */
    public static CommandFailure badInput(List<String> lines) {
        return new CommandFailure(ExitCode.BAD_INPUT, lines, null);
    }

    /** Something outside of the command failed: exit code 3. */
    public static CommandFailure outside(String line, Throwable cause) {
        return new CommandFailure(ExitCode.OUTSIDE_FAILED, List.of(line), cause);
    }

    int exitCode() {
        return exitCode;
    }

    /** One line per error, without the command's name before it. */
    public List<String> lines() {
        return lines == null ? getMessage().lines().toList() : lines;
    }
}
