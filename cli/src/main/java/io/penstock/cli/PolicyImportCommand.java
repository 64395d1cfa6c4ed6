// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.report.ImportJson;
import io.penstock.cli.report.ImportPage;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyImport;
import io.penstock.engine.policy.document.export.ExportException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock policy import-wfp}: takes a Windows machine's policy from its export, and tells what became of it. */
@Command(
        name = "import-wfp",
        description = {
            "Read what netsh wfp show filters or show state wrote, tell what was carried over exactly, approximated or"
                    + " left inert, and write the policy as a document.",
            "show state is the better source: show filters lists fewer filters, and no weights of sublayers."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock policy import-wfp wfpstate.xml -o policy.yaml"})
final class PolicyImportCommand implements Callable<Integer> {
    private static final int MOST_WEIGHT = 0xFFFF;
    private static final String STANDARD = "-";

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE.xml", description = "The export; - is standard input.")
    private String file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write the policy there as YAML; - is standard output, and the report goes to standard error.")
    private String output;

    @Option(names = "--json", description = "The report as one JSON object, every note in it.")
    private boolean json;

    @Option(
            names = "--sublayer-weight",
            paramLabel = "KEY=WEIGHT",
            description = "The weight of a sublayer that the export does not tell, 0 to 65535; may be repeated.")
    private Map<String, Integer> weights = new LinkedHashMap<>();

    PolicyImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws ExportException {
        weights.values().forEach(weight -> Numbers.require("--sublayer-weight", weight, 0, MOST_WEIGHT));
        PolicyImport imported = PolicySource.imported(file, terminal.in(), weights);
        boolean toStandardOutput = STANDARD.equals(output);
        if (toStandardOutput && json) {
            throw CommandFailure.badInput("--json and -o - both want standard output: name a file");
        }
        if (output != null) {
            write(document(imported));
        }
        PrintStream out = toStandardOutput ? terminal.err() : terminal.out();
        if (json) {
            out.println(ImportJson.of(imported));
        } else {
            ImportPage.lines(imported, toStandardOutput ? null : output, terminal.isColoured() && !toStandardOutput)
                    .forEach(out::println);
        }
        return ExitCode.DONE;
    }

    private String document(PolicyImport imported) {
        String document = "# Imported from " + imported.report().source().replaceAll("\\p{Cntrl}", "?") + ".\n"
                + PolicyDocument.yaml(imported.policy());
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PolicyDocument.MAX_BYTES) {
            throw CommandFailure.badInput(file + ": its policy has " + bytes + " bytes as a document, expected at most "
                    + PolicyDocument.MAX_BYTES);
        }
        return document;
    }

    private void write(String document) {
        if (output.equals(STANDARD)) {
            terminal.out().print(document);
            return;
        }
        try {
            Files.writeString(Path.of(output), document);
        } catch (IOException | InvalidPathException unwritable) {
            String why = unwritable instanceof IOException io ? ErrorLines.ioText(io) : unwritable.getMessage();
            throw CommandFailure.badInput("-o: " + why);
        }
    }
}
