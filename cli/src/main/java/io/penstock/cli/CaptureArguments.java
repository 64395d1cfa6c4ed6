// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.direction.LocalAddresses;
import io.penstock.ingest.rows.BadInputsException;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSources;
import java.io.File;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How commands that take captures read them. */
final class CaptureArguments {
    @Option(
            names = "--local",
            paramLabel = "CIDR[,CIDR...]",
            description = "Which addresses are local; without it they are inferred from the capture.")
    private String local;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description =
                    "All captures are this host's, read in the order given; without it each is a host of its own.")
    private String host;

    /** Opens the captures, all found good, or none. */
    RowSources open(List<String> files, InputStream standardInput) throws BadInputsException {
        List<CaptureSource> sources = files.stream()
                .map(file -> CaptureSource.of(file, standardInput))
                .toList();
        return RowSources.open(sources, options());
    }

    RowOptions options() {
        if (host != null && host.isBlank()) {
            throw CommandFailure.badInput("--host: a name expected, found an empty one");
        }
        return new RowOptions(
                Optional.ofNullable(host), Optional.ofNullable(local).map(CaptureArguments::addresses));
    }

    /** Bytes of all files together, unpacked or not; 0 where that is not known. */
    static long bytes(List<String> files) {
        long total = 0;
        for (String file : files) {
            File there = new File(file);
            if (!there.isFile() || file.endsWith(".gz")) {
                return 0;
            }
            total += there.length();
        }
        return total;
    }

    private static LocalAddresses addresses(String list) {
        try {
            return LocalAddresses.parse(list);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.badInput("--local " + list + ": " + wrong.getMessage());
        }
    }
}
