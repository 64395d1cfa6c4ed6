// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.worker.signature.match.PatternSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Signature inspection against Suricata 7.0.10: every rule of every reference case, with both searches. */
class SignatureOracleTest {
    private static final Path PAGE =
            Path.of(System.getProperty("penstock.root", ".."), "docs", "signature-differences.md");

    @Test
    void shouldAnswerAsTheOracleDoesAndDocumentEveryRuleThatDiffers() throws IOException {
        List<String> differences = new ArrayList<>();
        int rules = 0;
        int refused = 0;
        for (SignatureCase one : SignatureCase.all()) {
            SignatureCase.Answers expected = one.expected();
            SignatureCase.Answers found = one.found(PatternSearch.Engine.AUTOMATON);
            assertThat(found.refused()).as("refused of %s", one).isEqualTo(expected.refused());
            differences.addAll(differences(one, expected, found));
            rules += expected.rules().size();
            refused += expected.refused().size();
        }
        assertThat(differences).isEqualTo(documented("text"));
        assertThat(List.of("rules " + rules, "equal " + (rules - differences.size()), "refused " + refused))
                .isEqualTo(documented("counts"));
    }

    @Test
    void shouldFindTheSameWithHyperscanAsWithoutIt() throws IOException {
        for (SignatureCase one : SignatureCase.all()) {
            assertThat(one.found(PatternSearch.Engine.FASTEST))
                    .as("findings of %s", one)
                    .isEqualTo(one.found(PatternSearch.Engine.AUTOMATON));
        }
    }

    private static List<String> differences(
            SignatureCase one, SignatureCase.Answers expected, SignatureCase.Answers found) {
        List<String> differences = new ArrayList<>();
        new TreeMap<>(expected.rules()).forEach((sid, answer) -> {
            String ours = found.rules().get(sid);
            if (!answer.equals(ours)) {
                differences.add(one + " " + sid + ": Suricata " + answer + ", Penstock " + ours);
            }
        });
        return differences;
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
