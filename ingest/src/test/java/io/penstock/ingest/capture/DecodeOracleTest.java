// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The decoder against TShark, packet by packet and column by column, over our samples and over every reference capture. */
class DecodeOracleTest {
    private static final double REQUIRED_SHARE = 0.999;
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", ".."));

    private final DecodeComparison comparison = new DecodeComparison(false);
    private final DecodeComparison withTunnels = new DecodeComparison(true);

    @Test
    void shouldAgreeWithTheOracleOnEveryPacketOfTheSamples() throws IOException {
        Path samples = ROOT.resolve("samples");
        for (String capture : List.of("office.pcapng", "server.pcap")) {
            Path answers = samples.resolve("expected/" + capture + ".tsv.gz");
            comparison.compare(samples.resolve(capture), answers);
            withTunnels.compare(samples.resolve(capture), answers);
        }

        assertThat(comparison.compared()).isPositive();
        assertThat(comparison.differences()).isEmpty();
        assertThat(withTunnels.differences()).isEmpty();
        assertThat(comparison.checksumDifferences()).isEmpty();
    }

    @Test
    void shouldAgreeWithTheOracleButForTheDifferencesThatTheDocumentationLists() throws IOException {
        List<String> differences = differencesOverTheReferenceCaptures(comparison);

        assertThat(differences).isEqualTo(documentedDifferences().getFirst());
        assertThat(1.0 - (double) differences.size() / comparison.compared()).isGreaterThanOrEqualTo(REQUIRED_SHARE);
        assertThat(comparison.checksumDifferences()).isEmpty();
    }

    @Test
    void shouldAgreeWithTheOracleInsideTunnelsButForTheDifferencesThatTheDocumentationLists() throws IOException {
        assertThat(differencesOverTheReferenceCaptures(withTunnels))
                .isEqualTo(documentedDifferences().getLast());
    }

    private static List<String> differencesOverTheReferenceCaptures(DecodeComparison comparison) throws IOException {
        Path answers = ReferenceCaptures.folder().resolve("expected");
        for (ReferenceCaptures.Entry entry : ReferenceCaptures.entries().toList()) {
            comparison.compare(entry.file(), answers.resolve(entry + ".tsv.gz"));
        }
        return comparison.differences().stream().sorted().toList();
    }

    /** The lines of the page's code blocks, each block sorted: plain columns first, then those with tunnels. */
    private static List<List<String>> documentedDifferences() throws IOException {
        String page = Files.readString(ROOT.resolve("docs").resolve("decode-differences.md"));
        return Pattern.compile("^```text\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(block -> block.group(1).lines().sorted().toList())
                .toList();
    }
}
