// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.ItemCodec;
import io.penstock.engine.classify.TicketCodec;
import io.penstock.engine.pend.PendTicket;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.Injection;
import io.penstock.schemas.LateOutcome;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PendSettled;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.VerdictBatch;
import io.penstock.stream.state.StateTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/** The books of a simulated task's records, and what must hold of them at any moment. */
final class LedgerBooks {
    final Map<Long, String> verdicts = new TreeMap<>();
    final Map<String, List<String>> injections = new TreeMap<>();
    final Set<String> injectionIds = new TreeSet<>();
    long pended;
    long completed;
    long expired;
    private final Map<Integer, Long> lastOfFlow = new HashMap<>();
    private final Map<Long, Integer> flowOf;

    private final boolean overflows;

    /**
     * Opens them.
     *
     * @param flowOf the flow of each packet
     * @param overflows whether a packet may be refused at once while earlier ones of its flow wait
     */
    LedgerBooks(Map<Long, Integer> flowOf, boolean overflows) {
        this.flowOf = flowOf;
        this.overflows = overflows;
    }

    /** The same books with what is not committed yet. */
    LedgerBooks with(List<SpecificRecord> more) {
        LedgerBooks all = new LedgerBooks(flowOf, overflows);
        all.verdicts.putAll(verdicts);
        all.injectionIds.addAll(injectionIds);
        all.lastOfFlow.putAll(lastOfFlow);
        all.pended = pended;
        all.completed = completed;
        all.expired = expired;
        more.forEach(all::note);
        return all;
    }

    void note(SpecificRecord made) {
        switch (made) {
            case VerdictBatch batch -> {
                for (int i = 0; i < batch.getOutcomes().size(); i++) {
                    int number = batch.getOutcomes().get(i);
                    if (number >= 0) {
                        decided(
                                batch.getSequences().get(i),
                                batch.getDecisions().get(number),
                                !overflows);
                    }
                }
            }
            case LateVerdictBatch batch -> {
                batch.getVerdicts().forEach(this::note);
                batch.getSettled().forEach(this::note);
            }
            case LateVerdict late -> decided(late.getSequence(), late.getDecision(), true);
            case PendedBatch batch -> pended += batch.getPackets().size();
            case PendedPacket pend -> pended++;
            case PendSettled settled -> {
                if (settled.getOutcome() == LateOutcome.EXPIRED) {
                    expired++;
                } else {
                    completed++;
                }
            }
            case Injection injection -> injected(injection);
            default -> {}
        }
    }

    private void decided(long sequence, Decision decision, boolean inOrder) {
        if (decision.getAction() == DecisionAction.PENDED || decision.getAction() == DecisionAction.HELD) {
            return;
        }
        String line = decision.getAction() + " " + decision.getFilter() + " " + decision.getReason();
        String before = verdicts.put(sequence, line);
        require(before == null, "packet %d has a verdict, %s, and then another: %s", sequence, before, line);
        if (!inOrder) {
            return;
        }
        int flow = flowOf.get(sequence);
        Long last = lastOfFlow.put(flow, sequence);
        require(last == null || last < sequence, "in flow %d packet %d is decided after %d", flow, sequence, last);
    }

    private void injected(Injection injection) {
        boolean fresh = injectionIds.add(injection.getInjectionId());
        require(fresh, "two injections have the id %s", injection.getInjectionId());
        ByteBuffer frame = injection.getFrame();
        byte[] bytes = new byte[frame.remaining()];
        frame.duplicate().get(bytes);
        injections
                .computeIfAbsent("flow " + flowOf.get(injection.getSequence()), flow -> new ArrayList<>())
                .add(injection.getSequence() + " " + HexFormat.of().formatHex(bytes));
    }

    /** What is stored accounts for every packet without a verdict and every pend without an end. */
    void assertBalanced(SimulatedStores stores, Set<Long> published) {
        Set<Long> waiting = new TreeSet<>();
        long open = 0;
        for (byte[] value : stores.values(StateTable.PENDS)) {
            PendTicket ticket = TicketCodec.decode(value, revision -> null);
            open++;
            wait(waiting, ticket.item());
        }
        for (byte[] value : stores.values(StateTable.HELD)) {
            ByteBuffer fields = ByteBuffer.wrap(value);
            fields.position(fields.getInt() + fields.position());
            fields.position(fields.getInt() + fields.position());
            wait(waiting, ItemCodec.decode(Arrays.copyOfRange(value, fields.position(), value.length), r -> null));
        }
        require(
                completed + expired + open == pended,
                "%d pended, but %d completed, %d expired and %d open",
                pended,
                completed,
                expired,
                open);
        for (long sequence : published) {
            boolean decided = verdicts.containsKey(sequence);
            require(
                    decided != waiting.contains(sequence),
                    "packet %d is %s",
                    sequence,
                    decided ? "decided and waits" : "neither decided nor waiting");
        }
    }

    private static void wait(Set<Long> waiting, Item item) {
        if (!item.isInjected()) {
            boolean fresh = waiting.add(item.sequence());
            require(fresh, "packet %d waits twice", item.sequence());
        }
    }

    private static void require(boolean holds, String otherwise, Object... with) {
        if (!holds) {
            throw new AssertionError(otherwise.formatted(with));
        }
    }
}
