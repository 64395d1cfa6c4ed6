// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PendSettled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What one input record ended of what had waited, in batches. Reused; on the stream thread only. */
final class LateBatches {
    /** Some 15,000 bytes each at most, all names at their longest, so a batch stays below a broker's limit of 1 MiB. */
    private static final int MOST_IN_A_BATCH = 64;

    private final Consumer<LateVerdictBatch> full;
    private List<LateVerdict> verdicts = new ArrayList<>();
    private List<PendSettled> settled = new ArrayList<>();

    LateBatches(Consumer<LateVerdictBatch> full) {
        this.full = full;
    }

    void add(LateVerdict verdict) {
        verdicts.add(verdict);
        finishIfFull();
    }

    void add(PendSettled end) {
        settled.add(end);
        finishIfFull();
    }

    private void finishIfFull() {
        if (verdicts.size() + settled.size() == MOST_IN_A_BATCH) {
            finish();
        }
    }

    /** Hands over what is left, and empties this. */
    void finish() {
        if (!verdicts.isEmpty() || !settled.isEmpty()) {
            full.accept(new LateVerdictBatch(verdicts, settled));
            verdicts = new ArrayList<>();
            settled = new ArrayList<>();
        }
    }
}
