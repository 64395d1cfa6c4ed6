// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    private static final Passes.Of GATHERED = new Passes.Of(Kind.Gathered.NAME, 1_000);
    private static final Passes.Of PEND = new Passes.Of("pend", 1_000);

    @Test
    void setsTheMedianOfPendsOverThatOfPlainRequests() {
        Passes start = start(pass(2, 0), pass(3, 0), pass(9, 0));

        assertThat(printed(start))
                .contains("median of 3: pend 1000/s", "p50 3.00 ms", "over request/reply, gathered: p50 1.50");
    }

    @Test
    void doesNotCountAPassOfWhichTooMuchWasStolen() {
        Passes start = start(pass(2, 0.9), pass(9, 1.1));

        assertThat(printed(start))
                .contains("median of 1: pend 1000/s", "p50 2.00 ms")
                .doesNotContain("stolen");
    }

    @Test
    void countsDisturbedPassesWhereThereAreNoOthersAndSaysSo() {
        Passes start = start(pass(8, 7), pass(9, 1.1));

        assertThat(printed(start)).contains("p50 8.50 ms").contains("over 1.0 % of the processors were stolen");
    }

    @Test
    void takesTheMedianOfStartsAndTheRangeOfTheirRatios() {
        String printed = printed(start(pass(2, 0)), start(pass(3, 0)), start(pass(4, 0), pass(40, 5)));

        assertThat(printed).contains("median of 3 starts: pend 1000/s", "p50 3.00 ms", "p50 1.50 (1.00 to 2.00)");
    }

    @Test
    void isTheSameOfPassesThatWereWrittenAndRead(@TempDir Path directory) throws Exception {
        Passes start = start(pass(2, 0.25), pass(9, 1.5));
        Path file = directory.resolve("passes.csv");
        start.write(file, "embedded");

        assertThat(printed(Passes.read(file))).isEqualTo(printed(start));
    }

    private static Passes start(Passes.Row... pends) {
        Passes passes = new Passes();
        passes.add(GATHERED, pass(2, 0));
        for (Passes.Row pend : pends) {
            passes.add(PEND, pend);
        }
        return passes;
    }

    private static Passes.Row pass(double p50, double stolen) {
        return new Passes.Row(p50, 2 * p50, 3 * p50, 1, stolen, new Cost(1, 2, 3));
    }

    private static String printed(Passes... starts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Summary(List.of(starts), 1).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
