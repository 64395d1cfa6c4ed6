// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static io.penstock.stream.TcpSegments.ACK;
import static io.penstock.stream.TcpSegments.SYN;
import static io.penstock.stream.TcpSegments.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.Injection;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.PendedStream;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.StreamStep;
import io.penstock.schemas.StreamVerdict;
import io.penstock.schemas.Topics;
import io.penstock.stream.state.StateTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of streams on their way to workers and back, with the heap thrown away between any two records. */
class StreamWorkTest {
    private static final String CALLOUT = "stream-callout";
    private static final String PENDED = Topics.pended(CALLOUT);
    private static final int PORT = 4_000;

    @TempDir
    private Path directory;

    private EngineDriver driver;
    private final UdpTraffic traffic = new UdpTraffic(UdpTraffic.AGENT);
    private long number;

    @BeforeEach
    void start() {
        driver = new EngineDriver(directory, Map.of(), true);
        driver.packets(new CalloutRegistered(
                CALLOUT, CalloutMode.OUT_OF_BAND, true, true, 0L, CalloutDelivery.SHARED, 0, true));
        byte[] document = """
            policy: streams
            subLayers: [{ subLayerKey: looking, weight: 0x4000 }]
            callouts: [{ calloutKey: stream-callout }]
            filters:
              - filterKey: ask
                layerKey: FWPM_LAYER_STREAM_V4
                subLayerKey: looking
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: stream-callout }
            """.getBytes(StandardCharsets.UTF_8);
        driver.packets(new PolicyActivation(
                "default", TestPolicies.version(document), 1L, ByteBuffer.wrap(document), "identity", "test"));
        send(SYN, 0, "");
        driver.verdicts();
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void send(int flags, int sequence, String payload) {
        driver.packets(traffic.packet(++number, TcpSegments.segment(PORT, flags, sequence, payload))
                .batch());
    }

    private PendedPacket pended() {
        return driver.read(PENDED, PendedPacket.class).getLast();
    }

    private static String text(PendedStream stream) {
        return StandardCharsets.ISO_8859_1.decode(stream.getData().duplicate()).toString();
    }

    private void answer(PendedPacket pended, StreamStep... steps) {
        Completion completion = EngineDriver.completion(pended, CompletionKind.PERMIT);
        completion.setStreamSteps(List.of(steps));
        driver.bytes(Topics.COMPLETIONS, io.penstock.schemas.AvroWire.encode(completion));
    }

    @Test
    void shouldSendTheBytesAndLetOtherBytesLeaveInTheirPlace() {
        send(ACK, 1, "abXcd");
        send(ACK, 6, "ef");

        assertThat(driver.verdicts()).containsExactly("2=PENDED r1", "3=HELD r1");
        PendedPacket first = pended();
        assertThat(first.getLayer()).isEqualTo("FWPM_LAYER_STREAM_V4");
        assertThat(text(first.getStream())).isEqualTo("abXcd");
        assertThat(first.getStream().getRuns()).singleElement().satisfies(run -> {
            assertThat(run.getOffset()).isZero();
            assertThat(run.getFlags() & TcpSegments.SEND).isNotZero();
        });
        answer(
                first,
                step(StreamVerdict.PERMIT, 2),
                step(StreamVerdict.BLOCK, 1, "new"),
                step(StreamVerdict.PERMIT, 0));
        answer(pended(), step(StreamVerdict.PERMIT, 0));

        assertThat(driver.verdicts())
                .containsExactly(
                        "settled COMPLETED", "2=ABSORB:ask COMPLETED", "settled COMPLETED", "3=ABSORB:ask COMPLETED");
        assertThat(driver.read(Topics.INJECTIONS, Injection.class))
                .extracting(made -> TcpSegments.payload(bytes(made.getFrame())))
                .as("and the second moves")
                .containsExactly("abnewcd", "ef");
        assertThat(driver.isEmpty(StateTable.PENDS)).isTrue();
        assertThat(driver.isEmpty(StateTable.HELD)).isTrue();
    }

    @Test
    void shouldTakeAnAnswerBeyondItsBoundsForAFailure() {
        send(ACK, 1, "ab");
        answer(
                pended(),
                Collections.nCopies(1_025, step(StreamVerdict.PERMIT, 1)).toArray(StreamStep[]::new));
        assertThat(driver.verdicts()).endsWith("settled FAILED", "2=ABSORB:ask FAILED");

        send(ACK, 3, "cd");
        answer(pended(), step(StreamVerdict.PERMIT, 0, "x".repeat((1 << 19) + 1)));
        assertThat(driver.verdicts()).endsWith("settled FAILED", "3=ABSORB:ask FAILED");

        send(ACK, 5, "ef");
        StreamStep wild = step(StreamVerdict.PERMIT, Integer.MIN_VALUE, "x");
        wild.getInjections().getFirst().setFlags(-1);
        answer(pended(), wild);
        assertThat(driver.verdicts())
                .as("it moves, since what came before is gone")
                .endsWith("settled COMPLETED", "4=ABSORB:ask COMPLETED");
        assertThat(driver.counted).containsEntry(ClassifyMeter.CONTRACT_ERRORS, 2L);
    }

    @Test
    void shouldLetWhatNobodyAnswersAboutExpireOnce() {
        send(ACK, 1, "ab");
        PendedPacket late = pended();
        driver.advance(Duration.ofSeconds(100));
        assertThat(driver.verdicts()).containsExactly("2=PENDED r1", "settled EXPIRED", "2=ABSORB:ask EXPIRED");

        answer(late, step(StreamVerdict.PERMIT, 0));
        assertThat(driver.verdicts()).isEmpty();
        assertThat(driver.counted).containsEntry(ClassifyMeter.ORPHAN_COMPLETIONS, 1L);
    }

    private static byte[] bytes(ByteBuffer view) {
        byte[] copy = new byte[view.remaining()];
        view.duplicate().get(copy);
        return copy;
    }
}
