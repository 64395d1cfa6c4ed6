// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

/** What the command's exit code tells a script. Part of the contract. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** The run found what it was asked to find: a failed policy test. */
    static final int FOUND = 1;
    /** Bad usage or bad input. */
    static final int BAD_INPUT = 2;
    /** An outside part failed: Kafka unreachable, a port taken, an output that cannot be written. */
    static final int OUTSIDE_FAILED = 3;

    private ExitCode() {}
}
