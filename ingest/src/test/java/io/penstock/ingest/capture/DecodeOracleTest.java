// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decoder against TShark, packet by packet and column by column, over our samples and over every reference capture. */
class DecodeOracleTest {
    private static final double REQUIRED_SHARE = 0.999;
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", ".."));

    private final DecodeComparison comparison = new DecodeComparison();

    @Test
    void shouldAgreeWithTheOracleOnEveryPacketOfTheSamples() throws IOException {
        Path samples = ROOT.resolve("samples");
        for (String capture : List.of("office.pcapng", "server.pcap")) {
            comparison.compare(samples.resolve(capture), samples.resolve("expected/" + capture + ".tsv.gz"));
        }

        assertThat(comparison.compared()).isPositive();
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.checksumDifferences()).isEmpty();
    }

    @Test
    void shouldAgreeWithTheOracleButForTheDifferencesThatTheDocumentationLists() throws IOException {
        Path answers = ReferenceCaptures.folder().resolve("expected");
        for (ReferenceCaptures.Entry entry : ReferenceCaptures.entries().toList()) {
            comparison.compare(entry.file(), answers.resolve(entry + ".tsv.gz"));
        }
        List<String> differences = comparison.differences().stream().sorted().toList();

        assertThat(differences).isEqualTo(documentedDifferences());
        assertThat(1.0 - (double) differences.size() / comparison.compared()).isGreaterThanOrEqualTo(REQUIRED_SHARE);
        assertThat(comparison.checksumDifferences()).isEmpty();
    }

    /** The lines of the page's code block, sorted. */
    private static List<String> documentedDifferences() throws IOException {
        List<String> page = Files.readAllLines(ROOT.resolve("docs").resolve("decode-differences.md"));
        int from = page.indexOf("```text") + 1;
        assertThat(from).as("the page's code block").isPositive();
        return page.subList(from, from + page.subList(from, page.size()).indexOf("```")).stream()
                .sorted()
                .toList();
    }
}
