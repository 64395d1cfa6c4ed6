// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.pend.RecordedEnd;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.schemas.Decision;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.VerdictBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is recorded of the packets of one batch: their verdicts, those of packets that wait null until they come, and how pends ended. One thread. */
final class RecordedBatch {
    private final Map<String, List<RecordedEnd>> ends = new HashMap<>(0);
    private Verdict[] verdicts;
    private boolean[] waits;
    private int waiting;

    /** The batch's own record; of several the first counts. */
    void decided(VerdictBatch of) {
        if (verdicts != null) {
            return;
        }
        List<Decision> decisions = of.getDecisions();
        Verdict[] distinct = new Verdict[decisions.size()];
        for (int i = 0; i < distinct.length; i++) {
            distinct[i] = verdict(decisions.get(i), of.getPolicyVersion(), of.getRevision());
        }
        int packets = of.getOutcomes().size();
        verdicts = new Verdict[packets];
        for (int i = 0; i < packets; i++) {
            int outcome = of.getOutcomes().get(i);
            if (outcome >= 0 && distinct[outcome] == null) {
                waits = waits == null ? new boolean[packets] : waits;
                waits[i] = true;
                waiting++;
            } else if (outcome >= 0) {
                verdicts[i] = distinct[outcome];
            }
        }
    }

    /** A packet that waited has its verdict. */
    void decided(LateVerdict late) {
        int index = late.getIndex();
        if (waits != null && index < waits.length && waits[index]) {
            verdicts[index] = verdict(late.getDecision(), late.getPolicyVersion(), late.getRevision());
            waits[index] = false;
            waiting--;
        }
    }

    /** A pend has ended. */
    void ended(String place, RecordedEnd how) {
        ends.computeIfAbsent(place, fresh -> new ArrayList<>(1)).add(how);
    }

    /** How the nth pend at a place ended, as far as is known. */
    Optional<RecordedEnd> end(String place, int nth) {
        List<RecordedEnd> there = ends.getOrDefault(place, List.of());
        return nth < there.size() ? Optional.of(there.get(nth)) : Optional.empty();
    }

    /** Whether no packet waits any more. */
    boolean isKnown() {
        return verdicts != null && waiting == 0;
    }

    /** Whether a packet waits no more, so that nothing is to come of what it waited for. */
    boolean isKnown(int index) {
        return verdicts != null && (waits == null || index < waits.length && !waits[index]);
    }

    Optional<Verdict> verdict(int index) {
        return verdicts == null || index >= verdicts.length ? Optional.empty() : Optional.ofNullable(verdicts[index]);
    }

    /** As the engine has it; null where the packet waits. */
    private static Verdict verdict(Decision decision, String version, long revision) {
        Fate fate = switch (decision.getAction()) {
            case PERMIT -> Fate.PERMIT;
            case BLOCK -> Fate.BLOCK;
            case ABSORB -> Fate.ABSORB;
            case MALFORMED -> Fate.MALFORMED;
            case PENDED, HELD -> null;
        };
        if (fate == null) {
            return null;
        }
        Layer layer = decision.getLayer() == null
                ? null
                : Layer.byKey(decision.getLayer()).orElse(null);
        boolean block = fate == Fate.BLOCK && decision.getReason() != null;
        return new Verdict(
                fate,
                layer,
                decision.getSubLayer(),
                decision.getFilter(),
                decision.getCallout(),
                block ? DiscardReason.byKey(decision.getReason()).orElse(null) : null,
                fate == Fate.MALFORMED ? decision.getReason() : null,
                decision.getTerminating(),
                decision.getUncertain(),
                version,
                revision);
    }
}
