// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.NaiveEvaluator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine's arbitration against the specification written down once more, on any number of drawn cases. */
class ArbitrationPropertyTest {
    private static final int CASES = Integer.getInteger("penstock.arbitration.cases", 100_000);

    private final long seed = Long.getLong("penstock.seed", 20_261_125L);
    private final FieldValues nothing = new FieldValues();

    @Test
    void shouldArbitrateAsTheNaiveEvaluatorDoes() {
        RandomVectors vectors = new RandomVectors(seed);
        int blocks = 0;
        int vetoes = 0;
        int absorbed = 0;
        for (int i = 0; i < CASES; i++) {
            RandomVectors.Vector vector = vectors.next();
            ArbitrationCase.Outcome was = ArbitrationCase.run(vector.policy(), vector.layer(), nothing, vector.stubs());
            assertThat(was).as("seed %d, %s", seed, vector).isEqualTo(worded(vector.expected()));
            blocks += was.finalAction().equals("BLOCK") ? 1 : 0;
            vetoes += was.veto() ? 1 : 0;
            absorbed += was.absorbed() ? 1 : 0;
        }
        // A generator that drew only dull cases would prove nothing.
        assertThat(blocks).isBetween(CASES / 5, CASES * 4 / 5);
        assertThat(vetoes).isGreaterThan(CASES / 200);
        assertThat(absorbed).isGreaterThan(CASES / 200);
    }

    private static ArbitrationCase.Outcome worded(NaiveEvaluator.Outcome outcome) {
        return new ArbitrationCase.Outcome(
                outcome.action(),
                outcome.deciding() == null ? null : outcome.deciding().filterKey(),
                outcome.right(),
                outcome.veto(),
                outcome.absorbed(),
                keys(outcome.evaluated()),
                keys(outcome.invoked()));
    }

    private static List<String> keys(List<Filter> filters) {
        return filters.stream().map(Filter::filterKey).toList();
    }
}
