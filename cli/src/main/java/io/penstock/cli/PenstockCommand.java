// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code penstock} command: prints its usage when no subcommand is named. */
@Command(
        name = "penstock",
        description = "Traffic analytics with the semantics of the Windows Filtering Platform, over Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  penstock run samples/office.pcapng",
            "",
            "Exit codes: 0 done, 1 found what was asked for, 2 bad usage or input, 3 something outside failed."
        })
public final class PenstockCommand implements Runnable {
    private final Terminal terminal;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show warnings of all parts, and where an error came from.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    PenstockCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param arguments as typed
     */
    public static void main(String[] arguments) {
        // Before the first logger is made; the configuration (log4j2.xml) looks at it.
        if (Arrays.asList(arguments).contains("--debug")) {
            System.setProperty("penstock.log", "debug");
        }
        System.exit(execute(Terminal.ofProcess(), arguments));
    }

    /**
     * Runs the command in this process.
     *
     * @return the exit code
     */
    public static int execute(Terminal terminal, String... arguments) {
        int code = commandLine(terminal).execute(arguments);
        terminal.out().flush();
        return code;
    }

    /** The command as it reads its arguments; for those who check a command line without running it. */
    public static CommandLine commandLine(Terminal terminal) {
        PenstockCommand command = new PenstockCommand(terminal);
        CommandLine line = new CommandLine(command)
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new AgentCommand(terminal))
                .addSubcommand(new ClassifyCommand(terminal))
                .addSubcommand(new WorkerCommand(terminal))
                .addSubcommand(new BrokerCommand(terminal))
                .addSubcommand(new DecodeCommand(terminal))
                .addSubcommand(new EvaluateCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new ScoreCommand(terminal))
                .addSubcommand(new DiscardsCommand(terminal))
                .addSubcommand(new ImportNetEventsCommand(terminal))
                .addSubcommand(new TopCommand(terminal))
                .addSubcommand(CalloutsCommand.line(terminal))
                .addSubcommand(new SignaturesCommand(terminal))
                .addSubcommand(new ReclassifyCommand(terminal))
                .addSubcommand(PolicyCommand.line(terminal));
        ErrorLines errors = new ErrorLines(terminal, command);
        return line.setOut(new java.io.PrintWriter(terminal.out()))
                .setErr(new java.io.PrintWriter(terminal.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // Options that take several values would take a misspelled option as one more.
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    boolean isDebug() {
        return debug;
    }

    @Override
    public void run() {
        spec.commandLine().usage(terminal.out());
    }
}
