// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.policy.document.PolicyErrors;
import java.io.IOException;
import java.nio.file.Path;

/** The engine on its own, fed row by row. One thread. */
public final class BenchEvaluation {
    private static final String HOST = "bench";

    private final ExpectedFates fates = new ExpectedFates();
    private final LocalEvaluation evaluation = fates.evaluation();
    private final Item item = new Item().origin("local", 0, 0, 0).agent(HOST, HOST, 1);
    private final PolicyRevision revision;

    private BenchEvaluation(PolicyRevision revision) {
        this.revision = revision;
    }

    /**
     * An engine under a policy without its out-of-band filters.
     *
     * @param policy YAML document
     */
    public static BenchEvaluation of(Path policy) throws IOException, PolicyErrors {
        return new BenchEvaluation(new PolicyRevision(BenchPolicy.read(policy).policy(), 1));
    }

    /** Takes the packet whose row stands at an offset to its fate, and gives the verdicts so far. */
    public long evaluate(RowBuffer rows, int row) {
        evaluation.evaluate(item.packet(0, rows.rows(), row, rows.quoted(), rows.frames(), revision));
        return fates.counted();
    }

    /** Ends all flows. */
    public void endOfCapture() {
        evaluation.endOfCapture(HOST);
    }
}
