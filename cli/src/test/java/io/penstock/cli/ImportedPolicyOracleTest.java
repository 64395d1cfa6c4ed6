// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.NaiveEvaluator;
import io.penstock.engine.policy.document.PolicyImport;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every capture of the data set under the policies of real machines: at each visit a probe sees the field values and asks the naive evaluator, and the
 * compiled engine must come to the same. {@code -Dpenstock.import.packets=N} takes the first N packets of each capture; 0: all of them.
 */
class ImportedPolicyOracleTest {
    private static final Path DATA = Path.of(System.getProperty("penstock.data", "../shared/data"));
    private static final long PACKETS = Long.getLong("penstock.import.packets", 40);

    private final NaiveProbe probe = new NaiveProbe();
    private final DecisionTrace trace = new DecisionTrace();
    private LocalEvaluation evaluation;
    private PolicyRevision revision;
    private Verdict verdict;
    private long decided;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters-fr-2026-04-21.xml",
                "filters-zh-2025-06.xml",
                "wfpstate-en-2024-10.xml",
                "wfpstate-small-2026-04.xml"
            })
    void shouldDecideEveryPacketOfEveryCaptureAsTheNaiveEvaluatorDoes(String export) throws Exception {
        Path file = DATA.resolve("wfp").resolve(export);
        assumeTrue(Files.exists(file), "no real exports at " + DATA);
        try (InputStream in = Files.newInputStream(file)) {
            revision = new PolicyRevision(
                    probe.watching(PolicyImport.read(export, in, Map.of()).policy()), 1);
        }
        CalloutRegistry registry = new CalloutRegistry();
        registry.register(CalloutRegistration.of(probe));
        evaluation = new LocalEvaluation(registry, (item, last) -> verdict = last);
        evaluation.trace(trace);

        long packets = 0;
        for (Path capture : captures()) {
            packets += evaluate(capture);
        }

        assertThat(packets).isGreaterThan(2_000);
        assertThat(decided).as("packets that the policy decides").isPositive();
    }

    private static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(DATA.resolve("captures"))) {
            return files.sorted().toList();
        }
    }

    private long evaluate(Path capture) throws Exception {
        RowOptions options = new RowOptions(Optional.empty(), Optional.empty());
        CaptureSource source = CaptureSource.of(capture.toString(), InputStream.nullInputStream());
        long packets = 0;
        try (RowSources sources = RowSources.open(List.of(source), options)) {
            RowSource rows = sources.agents().getFirst();
            Item item = new Item().agent(rows.agent(), rows.host(), 1);
            while ((PACKETS == 0 || packets < PACKETS) && rows.next()) {
                packets++;
                packet(item, rows.row(), rows.packet(), rows.sequence());
                compare(capture.getFileName() + " packet " + packets);
            }
            evaluation.endOfCapture(rows.host());
        }
        return packets;
    }

    private void packet(Item item, RowBuffer row, CapturedPacket packet, long sequence) {
        byte[] rows = row.rows();
        PacketRow.frameOffset(rows, 0, packet.offset());
        PacketRow.frameLength(rows, 0, packet.capturedLengthBytes());
        item.origin("", 0, sequence, 0).packet(0, rows, 0, row.quoted(), packet.buffer(), revision);
        probe.asked().clear();
        trace.clear();
        verdict = null;
        evaluation.evaluate(item);
    }

    private void compare(String packet) {
        List<DecisionTrace.Step.Ended> visits = trace.steps().stream()
                .filter(DecisionTrace.Step.Ended.class::isInstance)
                .map(DecisionTrace.Step.Ended.class::cast)
                .toList();
        boolean blocked = false;
        for (DecisionTrace.Step.Ended visit : visits) {
            String at = packet + " at " + visit.layer();
            if (visit.layer().startsWith("FWPM_LAYER_STREAM_V")) {
                stream(at, visit);
            } else {
                NaiveProbe.Asked asked = probe.asked().remove();
                assertThat(asked.layer().key()).isEqualTo(visit.layer());
                blocked |= same(at, visit, asked.outcome());
            }
        }
        assertThat(probe.asked()).as(packet).isEmpty();
        fate(packet, blocked);
    }

    /**
     * One visit shows callouts as many pieces of a stream as there are, and none where the stream was picked up in the middle. The machines have no filter
     * there that decides and has code here.
     */
    private void stream(String at, DecisionTrace.Step.Ended visit) {
        assertThat(visit.action()).as(at).isNull();
        while (!probe.asked().isEmpty() && probe.asked().peek().layer().key().equals(visit.layer())) {
            same(at, visit, probe.asked().remove().outcome());
        }
    }

    /** Whether the visit ends the packet's way. */
    private boolean same(String at, DecisionTrace.Step.Ended visit, NaiveEvaluator.Outcome outcome) {
        String deciding = outcome.deciding() == null ? null : outcome.deciding().filterKey();
        assertThat(visit.action() == null ? "NONE" : visit.action().name())
                .as(at)
                .isEqualTo(outcome.action());
        assertThat(visit.filterKey()).as(at).isEqualTo(deciding);
        assertThat(visit.veto()).as(at).isEqualTo(outcome.veto());
        decided += deciding == null ? 0 : 1;
        return outcome.action().equals("BLOCK") && !visit.layer().endsWith("_DISCARD");
    }

    /** A packet is blocked where a visit of its walk is, or where its flow was. */
    private void fate(String packet, boolean blocked) {
        assertThat(verdict).as(packet).isNotNull();
        if (verdict.fate() == Fate.BLOCK) {
            assertThat(blocked || verdict.detail() == DiscardReason.FLOW_BLOCKED)
                    .as(packet)
                    .isTrue();
        } else if (verdict.fate() == Fate.PERMIT) {
            assertThat(blocked).as(packet).isFalse();
        }
    }
}
