// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.StreamBench.STREAM;
import static io.penstock.engine.classify.StreamPendTest.answer;
import static io.penstock.engine.classify.StreamPendTest.asking;
import static io.penstock.engine.classify.StreamPendTest.permit;
import static io.penstock.engine.classify.StreamPendTest.shown;
import static io.penstock.engine.classify.StreamPendTest.text;
import static io.penstock.engine.classify.StreamPendTest.wants;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.RegistrationStatus;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.stream.StreamAction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes of a stream that nobody answers about in time, or at all, or that outlive their flow or their policy (spec 6.7). */
class StreamPendSituationsTest {
    @ParameterizedTest
    @CsvSource({"false, absorb STREAM_V4 ask -, ''", "true, permit STREAM_V4 ask -, ab"})
    @SpecRule("11 P11")
    void shouldGoByOnTimeoutWhenNobodyAnswersInTime(boolean permits, String verdict, String left) {
        StreamBench bench = asking(permits, 1_000, 1_000);
        bench.send("ab");
        bench.engine.engine.expire(59_999);
        assertThat(bench.engine.verdict(3)).isEqualTo("waits");
        PendTicket late = bench.engine.ticket();
        bench.engine.engine.expire(60_000);

        assertThat(bench.engine.verdict(3)).isEqualTo(verdict);
        assertThat(bench.left(true)).isEqualTo(left);
        assertThat(bench.engine.events.outcomes).containsEntry(3L, PendOutcome.EXPIRED);
        assertThat(reasons(bench)).containsExactlyElementsOf(permits ? List.of() : List.of("PenstockPendTimeout"));
        answer(bench, late, permit(0));
        assertThat(bench.engine.events.orphans).as("too late").hasSize(1);
        assertThat(bench.left(true)).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({"false, absorb STREAM_V4 ask -, ''", "true, permit STREAM_V4 ask -, ab"})
    @SpecRule("11 P11")
    void shouldGoByOnTimeoutAtOnceWhenTheCalloutFails(boolean permits, String verdict, String left) {
        StreamBench bench = asking(permits, 1_000, 1_000);
        bench.send("ab");
        bench.engine.fail(bench.engine.ticket());

        assertThat(bench.engine.verdict(3)).isEqualTo(verdict);
        assertThat(bench.left(true)).isEqualTo(left);
        assertThat(bench.engine.events.outcomes).containsEntry(3L, PendOutcome.FAILED);
        assertThat(reasons(bench))
                .containsExactlyElementsOf(permits ? List.of() : List.of("FWPS_DISCARD_FIREWALL_POLICY"));
    }

    @ParameterizedTest
    @CsvSource({"false, absorb STREAM_V4 ask -, ''", "true, permit STREAM_V4 ask -, cd"})
    @SpecRule("11 P11")
    void shouldGoByOnOverflowWhenThereIsNoRoom(boolean permits, String verdict, String left) {
        StreamBench bench = asking(permits, 1, 1_000);
        bench.engine.host("other");
        bench.open();
        bench.engine.send(bench.out(TestPacket.ACK, 1, "ab"));
        bench.engine.host("h");
        assertThat(bench.engine.ledger.pended()).isOne();

        assertThat(bench.send("cd")).isEqualTo(verdict);
        assertThat(bench.left(true)).isEqualTo(left);
        assertThat(reasons(bench)).containsExactlyElementsOf(permits ? List.of() : List.of("PenstockPendOverflow"));
        assertThat(bench.engine.events.pended).as("it was never pended").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false, absorb STREAM_V4 ask -, ''", "true, permit STREAM_V4 ask -, ab"})
    @SpecRule("11 P11")
    void shouldAnswerBusyAndGoByOnTimeoutWhenForced(boolean permits, String verdict, String left) {
        StreamBench bench = asking(permits, 1_000, 1_000);
        bench.send("ab");
        assertThat(bench.engine.engine.unregister("away")).isEqualTo(RegistrationStatus.STATUS_DEVICE_BUSY);
        assertThat(bench.engine.engine.unregisterByForce("away")).isEqualTo(RegistrationStatus.STATUS_SUCCESS);

        assertThat(bench.engine.verdict(3)).isEqualTo(verdict);
        assertThat(bench.left(true)).isEqualTo(left);
        assertThat(reasons(bench))
                .containsExactlyElementsOf(permits ? List.of() : List.of("PenstockCalloutUnregistered"));
    }

    @Test
    @SpecRule("11 P11")
    void shouldTakeTheAnswerOfACalloutThatIsLeaving() {
        StreamBench bench = asking();
        bench.send("ab");
        bench.engine.engine.unregister("away");
        answer(bench, permit(0));

        assertThat(bench.engine.verdict(3)).isEqualTo("permit STREAM_V4 ask -");
        assertThat(bench.left(true)).isEqualTo("ab");
        assertThat(bench.engine.engine.unregister("away")).isEqualTo(RegistrationStatus.STATUS_SUCCESS);
    }

    @Test
    @SpecRule("11 P11")
    void shouldDropWhatIsPendedWhenItsSocketCloses() {
        StreamBench bench = asking();
        bench.send("ab");
        bench.send("cd");
        bench.engine.event(EndpointEvent.Closed::new, bench.out(0, 0, ""));

        assertThat(bench.engine.verdict(3)).isEqualTo("absorb STREAM_V4 ask -");
        assertThat(bench.engine.verdict(4)).isEqualTo("absorb STREAM_V4 ask -");
        assertThat(bench.left(true)).isEmpty();
        assertThat(reasons(bench)).containsOnly("PenstockEndpointClosed");
        assertThat(bench.engine.state.streamStates().waitingBytes()).isZero();
        assertThat(bench.engine.ledger.pended()).isZero();
    }

    @Test
    @SpecRule("11 P11")
    void shouldDiscardWhatStillWaitsWhenTheFlowEnds() {
        StreamBench bench = asking();
        bench.send("ab");
        answer(bench, wants(StreamAction.NEED_MORE_DATA));
        bench.engine.endOfCapture();

        assertThat(bench.engine.events.streams.removed(true)).isEqualTo(2);
        assertThat(reasons(bench)).containsExactly("PenstockEndpointClosed");
        assertThat(bench.engine.state.streamStates().waitingBytes()).isZero();
    }

    @Test
    @SpecRule("11 P11")
    void shouldKeepTheFlowWhileItsBytesArePended() {
        StreamBench bench = asking();
        bench.send("ab");
        bench.engine.endOfCapture();
        assertThat(bench.engine.state.flows().size()).isOne();
        bench.engine.permit(bench.engine.ticket());

        assertThat(bench.engine.verdict(3)).isEqualTo("permit STREAM_V4 ask -");
        assertThat(bench.left(true)).isEqualTo("ab");
        assertThat(bench.engine.state.flows().size()).isZero();
    }

    @Test
    @SpecRule("11 P11")
    void shouldKeepTheRevisionUnderWhichBytesArrived() {
        StreamBench bench = asking();
        bench.send("ab");
        bench.send("cd");
        bench.engine.activate(new PolicySketch().block("no", STREAM));
        bench.send("ef");
        bench.engine.permit(bench.engine.ticket());
        bench.engine.permit(bench.engine.ticket());

        assertThat(bench.engine.verdict(3)).isEqualTo("permit STREAM_V4 ask -");
        assertThat(bench.engine.verdict(4)).isEqualTo("permit STREAM_V4 ask -");
        assertThat(bench.engine.verdict(5)).isEqualTo("absorb STREAM_V4 no -");
        assertThat(bench.left(true)).isEqualTo("abcd");
    }

    @Test
    @SpecRule("7.7 S7")
    void shouldAskForARemovedFilterWhileBytesWaitForIt() {
        StreamBench bench = asking();
        bench.send("ab");
        answer(bench, wants(StreamAction.NEED_MORE_DATA));
        bench.engine.activate(new PolicySketch().block("no", STREAM));

        assertThat(bench.send("c")).isEqualTo("waits");
        assertThat(text(shown(bench))).isEqualTo("abc");
        bench.engine.permit(bench.engine.ticket());
        assertThat(bench.left(true)).isEqualTo("abc");
        assertThat(bench.send("d")).isEqualTo("absorb STREAM_V4 no -");
    }

    @ParameterizedTest
    @CsvSource({"false, c", "true, abc"})
    @SpecRule("7.7 S7")
    void shouldSettleWhatWaitsForARemovedFilterOnceItsTimeIsOver(boolean permits, String left) {
        StreamBench bench = asking(permits, 1_000, 1_000);
        bench.send("a");
        answer(bench, wants(StreamAction.NEED_MORE_DATA));
        bench.engine.activate(new PolicySketch().permit("yes", STREAM));
        bench.send("b");
        answer(bench, wants(StreamAction.NEED_MORE_DATA));
        bench.later(61_000);
        bench.send("c");

        assertThat(bench.left(true)).isEqualTo(left);
        assertThat(bench.engine.state.streamStates().waitingBytes()).isZero();
    }

    private static List<String> reasons(StreamBench bench) {
        return bench.engine.events.discards.stream()
                .map(discard -> discard.detail().key())
                .toList();
    }
}
