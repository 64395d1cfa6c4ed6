// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code penstock} command: prints its usage when no subcommand is named. */
@Command(
        name = "penstock",
        description = "Traffic analytics with the semantics of the Windows Filtering Platform, over Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class)
public final class PenstockCommand implements Runnable {
    /** Creates the command; picocli and {@link #main} do. */
    public PenstockCommand() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param arguments as typed
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PenstockCommand()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
