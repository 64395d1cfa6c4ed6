// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The command in a process that says in the end how much memory it took at most, all of it: heap, code, buffers, threads. */
final class MeteredCommand {
    /** Begins the line that says it, in kibibytes. */
    static final String MOST_RESIDENT = "VmHWM:";

    private MeteredCommand() {}

    public static void main(String[] arguments) throws Exception {
        CommandRun run = CommandRun.of(arguments);
        System.out.println(run.err());
        System.out.println(run.out());
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(MOST_RESIDENT)) {
                System.out.println(line);
            }
        }
        System.exit(run.exitCode());
    }
}
