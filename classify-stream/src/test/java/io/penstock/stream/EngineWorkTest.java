// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static io.penstock.stream.TestPolicies.CALLOUT;
import static io.penstock.stream.TestPolicies.PENDED_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.AuditEvent;
import io.penstock.schemas.AuditKind;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.Direction;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowRecord;
import io.penstock.schemas.FlowState;
import io.penstock.schemas.LateOutcome;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.PendSettled;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.SocketStamp;
import io.penstock.schemas.Topics;
import io.penstock.stream.state.StateTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the topology promises, with the real engine and without a broker. */
class EngineWorkTest {
    private static final String PENDED = Topics.pended(CALLOUT);

    @TempDir
    private Path directory;

    private EngineDriver driver;
    private final UdpTraffic traffic = new UdpTraffic(UdpTraffic.AGENT);

    @BeforeEach
    void start() {
        driver = new EngineDriver(directory, Map.of());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldLetEverythingPassBeforeTheFirstActivation() {
        send(traffic.packet(1, 4000, 9).packet(2, 4000, PENDED_PORT));

        assertThat(driver.verdicts()).containsExactly("1=PERMIT 2=PERMIT r0");
    }

    @Test
    void shouldKnowASocketByItsStampFromThatPacketOn() {
        byte[] document = """
            policy: test
            subLayers: [{ subLayerKey: test-sublayer, weight: 0x4000 }]
            filters:
              - filterKey: no-curl
                layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
                subLayerKey: test-sublayer
                filterCondition:
                  - { fieldKey: FWPM_CONDITION_ALE_APP_ID, matchType: FWP_MATCH_EQUAL, conditionValue: /usr/bin/curl }
                action: { type: FWP_ACTION_BLOCK }
            """.getBytes(StandardCharsets.UTF_8);
        driver.packets(new PolicyActivation(
                "default", TestPolicies.version(document), 1L, ByteBuffer.wrap(document), "identity", "test"));
        PacketBatch batch = traffic.packet(1, 4000, 9).packet(2, 4001, 9).batch();
        batch.setSockets(List.of(new SocketStamp(1, 7L, "/usr/bin/curl", "", false)));
        driver.packets(batch);
        send(traffic.packet(3, 4001, 10));

        assertThat(driver.verdicts()).containsExactly("1=PERMIT 2=BLOCK:no-curl r1", "3=BLOCK:no-curl r1");
    }

    @Test
    void shouldBuryABatchWhoseStampsSpeakOfNoPacket() {
        PacketBatch batch = traffic.packet(1, 4000, 9).batch();
        batch.setSockets(List.of(new SocketStamp(1, 7L, "/usr/bin/curl", "", false)));
        driver.packets(batch);

        assertThat(reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains("a socket stamp for packet 1 of 1"));
    }

    @Test
    void shouldSwitchThePolicyAtItsPlaceInTheLog() {
        activate(9, 1);
        send(traffic.packet(1, 4000, 9).packet(2, 4001, 10));
        activate(10, 2);
        send(traffic.packet(3, 4002, 9).packet(4, 4003, 10));

        assertThat(driver.verdicts())
                .containsExactly("1=BLOCK:block-one-port 2=PERMIT r1", "3=PERMIT 4=BLOCK:block-one-port r2");
        assertThat(driver.read(Topics.AUDIT, AuditEvent.class))
                .extracting(AuditEvent::getKind, AuditEvent::getRevision, AuditEvent::getOriginOffset)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(AuditKind.POLICY_ACTIVATED, 1L, 0L),
                        org.assertj.core.groups.Tuple.tuple(AuditKind.POLICY_ACTIVATED, 2L, 2L));
    }

    @Test
    void shouldIgnoreAnActivationThatIsNotNewer() {
        activate(9, 2);
        activate(10, 2);
        activate(10, 1);
        send(traffic.packet(1, 4000, 9));

        assertThat(driver.verdicts()).containsExactly("1=BLOCK:block-one-port r2");
    }

    @Test
    void shouldKeepThePolicyAndBuryAnActivationThatCannotBeUsed() {
        activate(9, 1);
        PolicyActivation garbage = TestPolicies.activation(10, 2);
        garbage.setDocument(ByteBuffer.wrap("filters: [".getBytes(StandardCharsets.UTF_8)));
        driver.packets(garbage);
        PolicyActivation misnamed = TestPolicies.activation(10, 3);
        misnamed.setVersion("0".repeat(64));
        driver.packets(misnamed);
        send(traffic.packet(1, 4000, 9));

        assertThat(driver.verdicts()).containsExactly("1=BLOCK:block-one-port r1");
        assertThat(reasons())
                .hasSize(2)
                .satisfies(reasons -> assertThat(reasons.get(0)).startsWith("revision 2 of policy default is refused"))
                .satisfies(reasons -> assertThat(reasons.get(1)).contains("was announced as 000"));
    }

    @Test
    void shouldDropAndCountWhatIsNotAboveTheLastSequence() {
        send(traffic.packet(1, 4000, 10).packet(2, 4000, 10));
        send(traffic.packet(2, 4000, 10).packet(3, 4000, 10));
        send(traffic.packet(1, 4000, 10).packet(3, 4000, 10));

        assertThat(driver.verdicts()).containsExactly("1=PERMIT 2=PERMIT r0", "2=DUPLICATE 3=PERMIT r0");
        assertThat(driver.counted).containsEntry(ClassifyMeter.DUPLICATES, 3L).containsEntry(ClassifyMeter.PACKETS, 3L);
    }

    @Test
    void shouldPendAndGiveALateVerdictWhenTheCalloutPermits() {
        pendOne();
        PendedPacket pended = driver.read(PENDED, PendedPacket.class).getFirst();
        driver.complete(pended, CompletionKind.PERMIT);

        assertThat(pended.getSubLayer()).isEqualTo("test-sublayer");
        assertThat(pended.getFilterAction()).isEqualTo("FWP_ACTION_CALLOUT_TERMINATING");
        assertThat(pended.getProviderContextKey()).isEqualTo("test-context");
        assertThat(pended.getProviderContext()).isEqualTo("{\"word\":\"a \\\"quoted\\\" word\",\"numbers\":[1,2]}");
        assertThat(driver.verdicts())
                .containsExactly("1=PENDED r1", "settled COMPLETED", "1=PERMIT:pend-one-port COMPLETED");
        assertThat(driver.isEmpty(StateTable.PENDS)).isTrue();
    }

    @Test
    void shouldTellInOneRecordWhatOneRecordOfCompletionsEnds() {
        registerAndActivate();
        send(traffic.packet(1, 4000, PENDED_PORT).packet(2, 4001, PENDED_PORT).packet(3, 4002, PENDED_PORT));
        driver.verdicts();
        driver.bytes(
                Topics.COMPLETIONS,
                AvroWire.encode(new CompletionBatch(driver.read(PENDED, PendedPacket.class).stream()
                        .map(pended -> EngineDriver.completion(pended, CompletionKind.PERMIT))
                        .toList())));

        LateVerdictBatch ended =
                driver.read(Topics.VERDICTS, LateVerdictBatch.class).getFirst();
        assertThat(ended.getVerdicts()).extracting(LateVerdict::getSequence).containsExactly(1L, 2L, 3L);
        assertThat(ended.getSettled()).extracting(PendSettled::getOutcome).containsOnly(LateOutcome.COMPLETED);
        assertThat(ended.getSettled()).hasSize(3);
        assertThat(driver.isEmpty(StateTable.PENDS)).isTrue();
    }

    @Test
    void shouldAskACalloutInOneRecordAboutThirtyTwoPacketsOfOneRecord() {
        registerAndActivate();
        for (int sequence = 1; sequence <= 65; sequence++) {
            traffic.packet(sequence, 4000 + sequence, PENDED_PORT);
        }
        send(traffic);

        List<SpecificRecord> asked = driver.raw(PENDED).stream()
                .map(made -> EngineDriver.decode(made.value()))
                .toList();
        assertThat(asked)
                .extracting(SpecificRecord::getClass)
                .containsExactly(PendedBatch.class, PendedBatch.class, PendedPacket.class);
        assertThat(asked.stream()
                        .flatMap(EngineDriver::records)
                        .map(packet -> ((PendedPacket) packet).getSequence())
                        .toList())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 65).boxed().toList());
    }

    @Test
    void shouldTakeACompletionThatComesByItself() {
        pendOne();
        PendedPacket pended = driver.read(PENDED, PendedPacket.class).getFirst();
        driver.bytes(Topics.COMPLETIONS, AvroWire.encode(EngineDriver.completion(pended, CompletionKind.PERMIT)));

        assertThat(driver.verdicts()).endsWith("1=PERMIT:pend-one-port COMPLETED");
    }

    @Test
    void shouldBlockByTheFilterThatPendedWhenTheCalloutBlocks() {
        pendOne();
        driver.complete(driver.read(PENDED, PendedPacket.class).getFirst(), CompletionKind.BLOCK);

        assertThat(driver.verdicts())
                .containsExactly("1=PENDED r1", "settled COMPLETED", "1=BLOCK:pend-one-port COMPLETED");
        assertThat(discarded()).isEqualTo(1);
    }

    @Test
    void shouldHoldTheFlowInOrderWhileAnItemOfItIsPended() {
        registerAndActivate();
        send(traffic.packet(1, 4000, PENDED_PORT).packet(2, 4000, PENDED_PORT).packet(3, 4001, 10));
        driver.complete(driver.read(PENDED, PendedPacket.class).getFirst(), CompletionKind.PERMIT);
        driver.complete(driver.read(PENDED, PendedPacket.class).getFirst(), CompletionKind.PERMIT);

        assertThat(driver.verdicts())
                .containsExactly(
                        "1=PENDED 2=HELD 3=PERMIT r1",
                        "settled COMPLETED",
                        "1=PERMIT:pend-one-port COMPLETED",
                        "settled COMPLETED",
                        "2=PERMIT:pend-one-port COMPLETED");
        assertThat(driver.isEmpty(StateTable.HELD)).isTrue();
    }

    @Test
    void shouldCountOrphansAndMismatchesAndApplyTheFirstCompletionOnly() {
        pendOne();
        PendedPacket pended = driver.read(PENDED, PendedPacket.class).getFirst();
        Completion wrong = EngineDriver.completion(pended, CompletionKind.BLOCK);
        wrong.setDigest(pended.getDigest() + 1);
        driver.bytes(Topics.COMPLETIONS, AvroWire.encode(wrong));
        driver.complete(pended, CompletionKind.PERMIT);
        driver.complete(pended, CompletionKind.BLOCK);

        assertThat(driver.verdicts())
                .containsExactly("1=PENDED r1", "settled COMPLETED", "1=PERMIT:pend-one-port COMPLETED");
        assertThat(driver.counted)
                .containsEntry(ClassifyMeter.MISMATCHED_COMPLETIONS, 1L)
                .containsEntry(ClassifyMeter.ORPHAN_COMPLETIONS, 1L)
                .containsEntry(ClassifyMeter.PENDED, 1L)
                .containsEntry(ClassifyMeter.COMPLETED, 1L);
    }

    @Test
    void shouldBlockWhatNobodyAnsweredAfterItsDeadline() {
        pendOne();
        driver.advance(Duration.ofSeconds(59));
        assertThat(driver.verdicts()).containsExactly("1=PENDED r1");

        driver.advance(Duration.ofSeconds(1));
        assertThat(driver.verdicts()).containsExactly("settled EXPIRED", "1=BLOCK:pend-one-port EXPIRED");
        assertThat(discarded()).isEqualTo(1);
    }

    @Test
    void shouldBlockByDefaultWhenTheCalloutIsNotRegistered() {
        activate(9, 1);
        send(traffic.packet(1, 4000, PENDED_PORT));

        assertThat(driver.verdicts()).containsExactly("1=BLOCK:pend-one-port r1");
    }

    @Test
    void shouldClassifyWaitingItemsUnderTheRevisionOfTheirArrival() {
        pendOne();
        activate(PENDED_PORT, 2);
        activate(PENDED_PORT, 3);
        driver.complete(driver.read(PENDED, PendedPacket.class).getFirst(), CompletionKind.PERMIT);

        assertThat(driver.verdicts().getLast()).isEqualTo("1=PERMIT:pend-one-port COMPLETED");
    }

    @Test
    void shouldGoOnTheSameWhenTheTaskIsRevived() {
        registerAndActivate();
        send(traffic.packet(1, 4000, PENDED_PORT).packet(2, 4000, 10).packet(3, 4000, PENDED_PORT));
        driver.verdicts();
        List<PendedPacket> pended = driver.read(PENDED, PendedPacket.class);
        driver.bytes(Topics.PACKETS, AvroWire.encode(failingBatch()));
        send(traffic.packet(3, 4000, PENDED_PORT).packet(4, 4001, 9));
        driver.complete(pended.getFirst(), CompletionKind.PERMIT);

        assertThat(driver.verdicts())
                .containsExactly(
                        "3=DUPLICATE 4=BLOCK:block-one-port r1",
                        "settled COMPLETED",
                        "1=PERMIT:pend-one-port COMPLETED");
    }

    @Test
    void shouldBuryGarbageAndGoOn() {
        driver.bytes(Topics.PACKETS, "no record".getBytes(StandardCharsets.UTF_8));
        driver.bytes(Topics.COMPLETIONS, new byte[] {(byte) 0xC3, 1, 2});
        driver.bytes(Topics.COMPLETIONS, AvroWire.encode(TestPolicies.activation(9, 1)));
        driver.packets(failingBatch());
        send(traffic.packet(1, 4000, 10));

        assertThat(driver.verdicts()).containsExactly("1=PERMIT r0");
        assertThat(reasons()).hasSize(4);
        assertThat(driver.counted).containsEntry(ClassifyMeter.UNREADABLE_RECORDS, 4L);
    }

    @Test
    void shouldCountDiscardsByWindowOfPacketTime() {
        activate(9, 1);
        send(traffic.packet(1, 4000, 9).packet(2, 4001, 9).packet(3, 4002, 10));
        send(traffic.packet(61_000, 4003, 9));

        assertThat(driver.raw(Topics.DISCARD_COUNTS))
                .extracting(made -> {
                    DiscardCountKey key = (DiscardCountKey) EngineDriver.decode(made.key());
                    DiscardCountValue value = (DiscardCountValue) EngineDriver.decode(made.value());
                    return key.getWindowStartNanos() / 1_000_000_000 + "s " + key.getFilter() + " "
                            + value.getPackets();
                })
                .containsExactly("0s block-one-port 2", "60s block-one-port 1");
    }

    @Test
    void shouldCountDiscardsByEveryPartOfTheirKeyAndInEveryUnit() {
        activate(9, 1);
        send(traffic.packet(1, 4000, 9).packet(2, 4001, 9));

        Discard discard = driver.read(Topics.DISCARDS, DiscardBatch.class)
                .getFirst()
                .getDiscards()
                .getFirst();
        assertThat(discard.getBytes()).isPositive().isLessThan(discard.getWireBytes());
        assertThat(discard.getSuppressingFilter()).isNull();
        assertThat(driver.raw(Topics.DISCARD_COUNTS)).singleElement().satisfies(made -> {
            DiscardCountKey key = (DiscardCountKey) EngineDriver.decode(made.key());
            assertThat(key.getDirection()).isEqualTo(Direction.OUTBOUND);
            assertThat(key.getIpVersion()).isEqualTo(4);
            assertThat(key.getFilterId()).isPositive();
            DiscardCountValue value = (DiscardCountValue) EngineDriver.decode(made.value());
            assertThat(value.getItems()).isEqualTo(2);
            assertThat(value.getPackets()).isEqualTo(2);
            assertThat(value.getBytes()).isEqualTo(2 * discard.getBytes());
            assertThat(value.getWireBytes()).isEqualTo(2 * discard.getWireBytes());
        });
    }

    @Test
    void shouldReportEachFlowAtItsStartAndAtTheEndOfTheCapture() {
        send(traffic.packet(1, 4000, 10).packet(2, 4000, 10).packet(3, 4001, 10));
        driver.packets(new AgentStatus(
                UdpTraffic.AGENT,
                UdpTraffic.AGENT,
                UdpTraffic.INCARNATION,
                AgentStatusKind.END,
                3_000_000L,
                3L,
                3L,
                0L,
                0L,
                90L,
                3L));

        assertThat(driver.read(Topics.FLOWS, FlowBatch.class).stream().flatMap(batch -> batch.getFlows().stream()))
                .extracting(FlowRecord::getState, FlowRecord::getLocalPort, FlowRecord::getPacketsOut)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(FlowState.STARTED, 4000, 0L),
                        org.assertj.core.groups.Tuple.tuple(FlowState.STARTED, 4001, 0L),
                        org.assertj.core.groups.Tuple.tuple(FlowState.END_OF_CAPTURE, 4000, 2L),
                        org.assertj.core.groups.Tuple.tuple(FlowState.END_OF_CAPTURE, 4001, 1L));
        assertThat(driver.isEmpty(StateTable.FLOWS)).isTrue();
    }

    private void pendOne() {
        registerAndActivate();
        send(traffic.packet(1, 4000, PENDED_PORT));
    }

    private void registerAndActivate() {
        driver.packets(new CalloutRegistered(
                CALLOUT, CalloutMode.OUT_OF_BAND, true, true, 0L, CalloutDelivery.SHARED, 0, false));
        activate(9, 1);
    }

    private void activate(int blockedPort, long revision) {
        driver.packets(TestPolicies.activation(blockedPort, revision));
    }

    private void send(UdpTraffic packets) {
        driver.packets(packets.batch());
    }

    /** Its rows are one byte short. */
    private static PacketBatch failingBatch() {
        PacketBatch batch = new UdpTraffic("edge-2").packet(1, 1, 1).batch();
        ByteBuffer rows = batch.getRows();
        batch.setRows(rows.slice(0, rows.remaining() - 1));
        return batch;
    }

    private long discarded() {
        return driver.read(Topics.DISCARDS, DiscardBatch.class).stream()
                .mapToLong(batch -> batch.getDiscards().size())
                .sum();
    }

    private List<String> reasons() {
        Stream<TestRecord<byte[], byte[]>> letters = driver.raw(Topics.DEAD_LETTERS).stream();
        return letters.map(letter -> new String(
                        letter.headers().lastHeader("__streams.errors.message").value(), StandardCharsets.UTF_8))
                .toList();
    }
}
