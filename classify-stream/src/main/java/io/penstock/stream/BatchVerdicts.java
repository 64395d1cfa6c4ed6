// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Verdict;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.VerdictBatch;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The verdicts of the batch being classified, index-aligned with it: a dictionary of decisions, and per packet the number of
 * its decision. Reused from batch to batch; on the stream thread only.
 */
final class BatchVerdicts {
    /** In the place of a packet that was seen before: it has its verdict already, and is not counted. */
    static final int DUPLICATE = -1;

    private static final Decision PENDED = placeholder(DecisionAction.PENDED);
    private static final Decision HELD = placeholder(DecisionAction.HELD);

    private final Map<Object, Integer> numbers = new HashMap<>();
    /** Verdicts are shared, so the same one mostly comes again as the same object, whose hash is not asked for. */
    private final Map<Object, Integer> numbersByIdentity = new IdentityHashMap<>();

    private final List<Decision> decisions = new ArrayList<>();
    private int[] outcomes = new int[0];
    private long[] sequences = new long[0];
    private int count;
    private int fresh;
    private Verdict lastVerdict;
    private int lastNumber;

    /** Starts a batch of so many packets, all of them duplicates until something else is said. */
    void begin(int packets) {
        if (outcomes.length < packets) {
            outcomes = new int[packets];
            sequences = new long[packets];
        }
        Arrays.fill(outcomes, 0, packets, DUPLICATE);
        count = packets;
        fresh = 0;
        numbers.clear();
        numbersByIdentity.clear();
        decisions.clear();
        lastVerdict = null;
    }

    /** Notes a packet's sequence; called for duplicates too. */
    void sequence(int index, long sequence) {
        sequences[index] = sequence;
    }

    // Most packets of a batch end as the one before, and verdicts are shared: identity tells, and costs nothing.
    @SuppressWarnings("ReferenceEquality")
    void decided(int index, Verdict verdict) {
        if (verdict != lastVerdict) {
            lastVerdict = verdict;
            lastNumber = numberOf(verdict, null);
        }
        put(index, lastNumber);
    }

    void pended(int index) {
        put(index, numberOf(PENDED, PENDED));
    }

    void held(int index) {
        put(index, numberOf(HELD, HELD));
    }

    /** Whether the packet has a decision or a placeholder. */
    boolean isNoted(int index) {
        return outcomes[index] != DUPLICATE;
    }

    /** Whether there is a packet that is no duplicate. */
    boolean hasNews() {
        return fresh > 0;
    }

    /** Fills in the columns, valid until the next batch begins; the rest of the record is the caller's. */
    void fill(VerdictBatch batch) {
        batch.setSequences(new Sequences());
        batch.setOutcomes(new Outcomes());
        batch.setDecisions(List.copyOf(decisions));
    }

    private void put(int index, int number) {
        if (outcomes[index] == DUPLICATE) {
            fresh++;
        }
        outcomes[index] = number;
    }

    private int numberOf(Object key, Decision placeholder) {
        Integer known = numbersByIdentity.get(key);
        if (known == null) {
            known = numbers.get(key);
            if (known == null) {
                known = decisions.size();
                decisions.add(placeholder != null ? placeholder : Decisions.of((Verdict) key));
                numbers.put(key, known);
            }
            numbersByIdentity.put(key, known);
        }
        return known;
    }

    private static Decision placeholder(DecisionAction action) {
        return new Decision(action, null, null, null, null, null, false, false);
    }

    /** The column of sequences as Avro wants it, without an object kept for each. */
    private final class Sequences extends AbstractList<Long> {
        @Override
        public Long get(int index) {
            return sequences[index];
        }

        @Override
        public int size() {
            return count;
        }
    }

    /** The column of outcomes. */
    private final class Outcomes extends AbstractList<Integer> {
        @Override
        public Integer get(int index) {
            return outcomes[index];
        }

        @Override
        public int size() {
            return count;
        }
    }
}
