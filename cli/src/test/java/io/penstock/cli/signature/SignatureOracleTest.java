// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.worker.signature.match.PatternSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Signature inspection against Suricata 7.0.10: every rule of every reference case, with both searches. */
class SignatureOracleTest {
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
        assertThat(differences).isEqualTo(SignatureCase.documented("text"));
        assertThat(List.of("rules " + rules, "equal " + (rules - differences.size()), "refused " + refused))
                .isEqualTo(SignatureCase.documented("counts"));
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
}
