// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reassembly against TShark: every direction of every TCP stream of the reference captures. */
class StreamOracleTest {
    private static final Path PAGE =
            Path.of(System.getProperty("penstock.root", ".."), "docs", "stream-differences.md");

    @Test
    void shouldReassembleWhatTheOracleFollowsAndDocumentEveryStreamWithMoreThanOneAnswer() throws IOException {
        List<Path> captures =
                ReferenceCaptures.entries().map(ReferenceCaptures.Entry::file).toList();
        TShark.assumeInstalled();

        List<StreamComparison> all =
                captures.parallelStream().map(StreamComparison::of).toList();

        assertThat(all).flatMap(StreamComparison::unequal).isEmpty();
        assertThat(all).flatMap(StreamComparison::listed).isEqualTo(documented("text"));
        assertThat(List.of(
                        "streams "
                                + all.stream()
                                        .mapToInt(StreamComparison::streams)
                                        .sum(),
                        "directions "
                                + all.stream()
                                        .mapToInt(StreamComparison::directions)
                                        .sum(),
                        "equal "
                                + all.stream().mapToInt(StreamComparison::equal).sum()))
                .isEqualTo(documented("counts"));
    }

    /** The lines of the page's code block of that kind. */
    private static List<String> documented(String kind) throws IOException {
        return Pattern.compile("^```" + kind + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(PAGE))
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }
}
