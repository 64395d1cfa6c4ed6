// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static io.penstock.stream.TestPolicies.CALLOUT;
import static io.penstock.stream.TestPolicies.PENDED_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutCounts;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.FlowEnded;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An out-of-band callout's flow contexts and its unregistration, in band; also where the heap is rebuilt from the stores before each record. */
class CalloutLifeTest {
    private static final String PENDED = Topics.pended(CALLOUT);

    @TempDir
    private Path directory;

    private final UdpTraffic traffic = new UdpTraffic(UdpTraffic.AGENT);
    private EngineDriver driver;

    private void start(boolean restoring) {
        driver = new EngineDriver(directory, Map.of(), restoring);
        register(true);
        driver.packets(TestPolicies.activation(9, 1));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void register(boolean registered) {
        driver.packets(new CalloutRegistered(
                CALLOUT, CalloutMode.OUT_OF_BAND, true, registered, 0L, CalloutDelivery.SHARED, 0, false));
    }

    private PendedPacket pend(long sequence, int port) {
        driver.packets(traffic.packet(sequence, port, PENDED_PORT).batch());
        return driver.read(PENDED, PendedPacket.class).getFirst();
    }

    private void permit(PendedPacket pended, Long flowContext) {
        Completion completion = EngineDriver.completion(pended, CompletionKind.PERMIT);
        completion.setFlowContext(flowContext);
        driver.bytes(Topics.COMPLETIONS, AvroWire.encode(completion));
    }

    private void endOfCapture() {
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
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @SpecRule("5.6 F5")
    void shouldCarryAFlowContextInThePendAndTellTheWorkersOnceThatItIsGone(boolean restoring) {
        start(restoring);
        PendedPacket first = pend(1, 4000);
        permit(first, 7L);
        PendedPacket second = pend(2, 4000);
        permit(second, null);
        PendedPacket other = pend(3, 4001);
        permit(other, null);
        endOfCapture();

        assertThat(first.getFlowContext()).isZero();
        assertThat(second.getFlowContext()).isEqualTo(7);
        assertThat(other.getFlowContext()).isZero();
        assertThat(driver.read(PENDED, FlowEnded.class)).singleElement().satisfies(ended -> {
            assertThat(ended.getFlowContext()).isEqualTo(7);
            assertThat(ended.getCalloutKey()).isEqualTo(CALLOUT);
            assertThat(ended.getLayer()).isEqualTo("FWPM_LAYER_OUTBOUND_TRANSPORT_V4");
            assertThat(ended.getLocalPort()).isEqualTo(4000);
            assertThat(ended.getHost()).isEqualTo(UdpTraffic.AGENT);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPublishWhatACalloutWasAskedWithTheEndOfACaptureWhateverTheClockSays(boolean restoring) {
        start(restoring);
        permit(pend(1, 4000), null);
        permit(pend(2, 4001), null);
        assertThat(driver.read(Topics.CALLOUTS, CalloutCounts.class)).isEmpty();

        endOfCapture();

        assertThat(driver.read(Topics.CALLOUTS, CalloutCounts.class))
                .singleElement()
                .satisfies(counts -> {
                    assertThat(counts.getPended()).isEqualTo(2);
                    assertThat(counts.getAnswered()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @SpecRule({"4.6 R-UNREGISTERED", "11 P11"})
    void shouldAskNothingMoreOfACalloutThatIsUnregisteredAndHearWhatItOwes(boolean restoring) {
        start(restoring);
        PendedPacket waiting = pend(1, 4000);
        register(false);
        driver.packets(traffic.packet(2, 4001, PENDED_PORT).batch());
        assertThat(driver.open(CALLOUT)).as("what its workers still owe").isEqualTo(1);
        permit(waiting, null);
        assertThat(driver.open(CALLOUT)).isZero();

        assertThat(driver.verdicts())
                .contains("2=BLOCK:pend-one-port r1", "1=PERMIT:pend-one-port COMPLETED")
                .contains("settled COMPLETED");
        assertThat(driver.read(PENDED, PendedPacket.class)).isEmpty();

        register(true);
        assertThat(pend(3, 4002).getSequence()).isEqualTo(3);
    }
}
