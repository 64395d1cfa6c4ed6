// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.findings.FindingFiles;
import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.cli.report.FateTally;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.RecordedEvents;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Policy;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What becomes of captures where nothing fails: evaluated here and now.
 *
 * @param verdicts by agent and number of the packet, spelled as {@link ClusterBook} spells them
 * @param injections frames to be put back on the wire, by flow and in their order
 * @param tally all counts
 */
record UndisturbedRun(Map<String, String> verdicts, Map<String, List<String>> injections, FateTally tally) {
    private static final int PORTS_AT = 20;

    /** Evaluates captures, asking {@code besides} the command's own callouts. */
    static UndisturbedRun of(Policy policy, RowOptions options, List<CaptureSource> captures, List<Callout> besides)
            throws Exception {
        RecordedEvents events = new RecordedEvents();
        TallyingListener tally = new TallyingListener(Egress.to(null), FindingFiles.NONE);
        CalloutRegistry registry = new CalloutRegistry();
        CalloutCode.instances().values().forEach(code -> registry.register(CalloutRegistration.of(code)));
        besides.forEach(code -> registry.register(CalloutRegistration.of(code)));
        LocalEvaluation evaluation = new LocalEvaluation(registry, both(tally, events));
        String agent;
        try (RowSources sources = RowSources.open(captures, options)) {
            RowSource source = sources.agents().getFirst();
            agent = source.agent();
            evaluate(source, new PolicyRevision(policy, 1), evaluation);
        }
        Map<String, String> verdicts = new TreeMap<>();
        events.verdicts.forEach((number, verdict) -> verdicts.put(ClusterBook.packet(agent, number), line(verdict)));
        return new UndisturbedRun(verdicts, injections(events, agent), tally.tally());
    }

    /** Books that were read to the end say the same: nothing twice, nothing late, every pend completed. */
    void assertIn(ClusterBook book) {
        assertThat(book.decidedTwice()).as("packets with two final verdicts").isEmpty();
        assertThat(book.pendedTwice()).as("pends that were published twice").isEmpty();
        assertThat(differences(book.verdicts()))
                .as("packets whose verdict differs from an undisturbed run's")
                .isEmpty();
        assertThat(book.tally().fates()).isEqualTo(tally.fates());
        assertThat(book.tally().discards()).isEqualTo(tally.discards());
        assertThat(book.tally().findings()).isEqualTo(tally.findings());
        assertThat(book.injections()).as("injections, flow by flow").isEqualTo(injections);
        assertThat(book.injectionIds()).as("ids of injections").doesNotHaveDuplicates();
        assertThat(book.tally().flows().count())
                .as(() -> "flows; started more than once: " + book.flowsStartedAgain())
                .isEqualTo(tally.flows().count());
        assertThat(book.tally().pends().expired()).as("expired").isZero();
        assertThat(book.tally().pends().pended())
                .as("pended")
                .isEqualTo(tally.pends().pended());
        assertThat(book.tally().pends().completed())
                .as("completed")
                .isEqualTo(book.tally().pends().pended());
    }

    private List<String> differences(Map<String, String> found) {
        return verdicts.entrySet().stream()
                .filter(verdict -> !verdict.getValue().equals(found.get(verdict.getKey())))
                .map(verdict ->
                        verdict.getKey() + ": " + found.get(verdict.getKey()) + "; undisturbed " + verdict.getValue())
                .limit(20)
                .toList();
    }

    private static EngineListener both(EngineListener one, EngineListener other) {
        return (EngineListener) Proxy.newProxyInstance(
                EngineListener.class.getClassLoader(), new Class<?>[] {EngineListener.class}, (made, told, with) -> {
                    told.invoke(one, with);
                    return told.invoke(other, with);
                });
    }

    private static void evaluate(RowSource source, PolicyRevision revision, LocalEvaluation evaluation)
            throws Exception {
        Item item = new Item().agent(source.agent(), source.host(), 1);
        while (source.next()) {
            byte[] rows = source.row().rows();
            PacketRow.frameOffset(rows, 0, source.packet().offset());
            PacketRow.frameLength(rows, 0, source.packet().capturedLengthBytes());
            item.origin("", 0, source.sequence(), 0)
                    .packet(0, rows, 0, source.row().quoted(), source.packet().buffer(), revision);
            evaluation.evaluate(item);
        }
        evaluation.endOfCapture(source.host());
    }

    private static Map<String, List<String>> injections(RecordedEvents events, String agent) {
        Map<String, List<String>> injections = new TreeMap<>();
        for (int i = 0; i < events.clones.size(); i++) {
            Item clone = events.clones.get(i);
            if (events.injected.get(i).fate() == io.penstock.engine.classify.Fate.PERMIT) {
                byte[] frame = java.util.Arrays.copyOfRange(
                        clone.frames(), clone.frameOffset(), clone.frameOffset() + clone.frameLength());
                injections
                        .computeIfAbsent(flow(agent, frame), flow -> new ArrayList<>())
                        .add(clone.sequence() + " " + HexFormat.of().formatHex(frame));
            }
        }
        return injections;
    }

    /** Names the flow of a raw IPv4 packet of UDP by its agent, its peer and its ports. */
    static String flow(String agent, byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        return agent + " " + bytes.getInt(PORTS_AT - Integer.BYTES) + " " + bytes.getInt(PORTS_AT);
    }

    private static String line(Verdict verdict) {
        return ClusterBook.verdict(
                verdict.fate().key(),
                verdict.layer() == null ? null : verdict.layer().key(),
                verdict.subLayerKey(),
                verdict.filterKey(),
                verdict.calloutKey(),
                verdict.reason());
    }
}
