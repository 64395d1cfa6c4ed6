// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.discard.DiscardTally;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.stream.StreamPiece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down what an engine tells, in order, and holds it to one fate per packet. */
public class RecordedEvents implements EngineListener {
    /** Verdict lines in the order they came: {@code number action layer filter reason}. */
    public final List<String> lines = new ArrayList<>();

    public final Map<Long, Verdict> verdicts = new HashMap<>();
    public final Map<Long, PendOutcome> outcomes = new HashMap<>();
    public final List<PendTicket> pended = new ArrayList<>();
    /** What callouts are shown of streams, by the pend's id. */
    public final Map<String, PendedStream> shown = new HashMap<>();

    public final List<Long> held = new ArrayList<>();
    public final List<String> settled = new ArrayList<>();
    public final List<String> orphans = new ArrayList<>();
    public final List<Discard> discards = new ArrayList<>();
    public final DiscardTally tally = new DiscardTally(1_000);
    public final List<String> findings = new ArrayList<>();
    public final List<String> flowFindings = new ArrayList<>();
    public final List<String> contractErrors = new ArrayList<>();
    public final List<RedirectRecord> redirects = new ArrayList<>();

    /** Verdicts of socket events that were pended. */
    public final List<String> endpoints = new ArrayList<>();

    /** Clones that passed their walks or were blocked in them, as they were then. */
    public final List<Item> clones = new ArrayList<>();

    public final List<Verdict> injected = new ArrayList<>();
    /** What left the stream layer. */
    public final StreamRecord streams = new StreamRecord();

    public final List<FlowState> started = new ArrayList<>();
    public final List<String> contextsDeleted = new ArrayList<>();
    public final List<FlowEnd> ended = new ArrayList<>();

    /** A verdict as people read it; what is not there is a dash. */
    public static String text(Verdict verdict) {
        return verdict.fate().key()
                + " " + (verdict.layer() == null ? "-" : verdict.layer().key().replace("FWPM_LAYER_", ""))
                + " " + (verdict.filterKey() == null ? "-" : verdict.filterKey())
                + " " + (verdict.reason() == null ? "-" : verdict.reason())
                + (verdict.uncertain() ? " uncertain" : "");
    }

    /** Text of the last verdict. */
    public String last() {
        String line = lines.getLast();
        return line.substring(line.indexOf(' ') + 1);
    }

    @Override
    public void verdict(Item item, Verdict verdict) {
        if (verdicts.putIfAbsent(item.sequence(), verdict) != null) {
            throw new IllegalStateException("packet " + item.sequence() + " has a second fate: " + text(verdict));
        }
        outcomes.put(item.sequence(), item.outcome());
        lines.add(item.sequence() + " " + text(verdict));
    }

    @Override
    public void pended(Item item, PendTicket ticket) {
        pended.add(ticket);
    }

    @Override
    public void pended(Item item, PendTicket ticket, PendedStream stream) {
        shown.put(ticket.id().text(), stream);
        pended(item, ticket);
    }

    @Override
    public void held(Item item) {
        held.add(item.sequence());
    }

    @Override
    public void settled(PendTicket ticket, PendOutcome outcome) {
        settled.add(ticket.id().text() + " " + outcome);
    }

    @Override
    public void orphan(Completion completion, boolean mismatch) {
        orphans.add(completion.pendId() + (mismatch ? " mismatch" : ""));
    }

    @Override
    public void discard(Item item, Discard discard) {
        discards.add(discard);
        tally.add(item, discard);
    }

    @Override
    public void finding(Item item, Layer layer, String calloutKey, Finding finding) {
        findings.add(item.sequence() + " " + calloutKey + " " + finding.key() + " " + finding.message());
    }

    @Override
    public void flowFinding(Item at, FlowState flow, Layer layer, String calloutKey, Finding finding) {
        flowFindings.add(calloutKey + " " + finding.key() + ": " + finding.message() + " " + finding.measures());
    }

    @Override
    public void contractError(Item item, Layer layer, String calloutKey, ContractError error) {
        contractErrors.add((item == null ? "-" : item.sequence()) + " "
                + layer.key().replace("FWPM_LAYER_", "") + " " + calloutKey + " " + error.key());
    }

    @Override
    public void redirected(Item item, Layer layer, RedirectRecord redirect) {
        redirects.add(redirect);
    }

    @Override
    public void endpointDecided(Item endpoint, Verdict verdict) {
        endpoints.add(text(verdict));
    }

    @Override
    public void injected(Item clone, Verdict verdict) {
        injected.add(verdict);
        clones.add(clone.copy());
    }

    @Override
    public boolean readsStreams() {
        return true;
    }

    @Override
    public void streamed(Item item, FlowState flow, boolean outbound, List<StreamPiece> pieces) {
        streams.add(flow, outbound, pieces);
    }

    @Override
    public void flowStarted(FlowState flow) {
        started.add(flow);
    }

    @Override
    public void flowEnded(FlowState flow, FlowEnd end) {
        ended.add(end);
    }

    @Override
    public void flowContextDeleted(FlowKey flow, FlowContext context) {
        contextsDeleted.add(
                context.layerKey().replace("FWPM_LAYER_", "") + " " + context.calloutKey() + " " + context.value());
    }
}
