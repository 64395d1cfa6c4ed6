// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import java.util.BitSet;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Counts verdicts by action and makes sure that each packet gets one and no more. Of the reading thread. */
final class VerdictAccount implements ReadBack.Account {
    private final WireReader reader = new WireReader();
    private final BitSet decided = new BitSet();
    private final long[] byAction = new long[DecisionAction.values().length];

    @Override
    public int packets(byte[] value) throws WireException {
        SpecificRecord record = reader.read(value);
        if (!(record instanceof VerdictBatch batch)) {
            throw new IllegalStateException("a " + record.getSchema().getName() + " where nothing pends");
        }
        List<Long> sequences = batch.getSequences();
        List<Integer> outcomes = batch.getOutcomes();
        List<Decision> decisions = batch.getDecisions();
        for (int i = 0; i < sequences.size(); i++) {
            int sequence = Math.toIntExact(sequences.get(i));
            int outcome = outcomes.get(i);
            if (outcome < 0 || decided.get(sequence)) {
                throw new IllegalStateException("packet " + sequence + " has a second verdict");
            }
            decided.set(sequence);
            byAction[decisions.get(outcome).getAction().ordinal()]++;
        }
        return sequences.size();
    }

    /** Verdicts by action, once reading has ended. */
    Fates fates() {
        return Fates.of(byAction);
    }
}
