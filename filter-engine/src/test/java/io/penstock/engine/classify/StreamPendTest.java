// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.StreamBench.STREAM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.pend.StreamStep;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of a stream that wait for a callout elsewhere: what it is shown, and what it may answer (spec 7.7). */
class StreamPendTest {
    static StreamBench bench(PolicySketch policy, String... away) {
        StreamBench bench = new StreamBench(policy);
        for (String key : away) {
            bench.engine.registry.register(new CalloutRegistration(key, CalloutMode.OUT_OF_BAND, true, 0, null));
        }
        return bench.open();
    }

    static StreamBench asking() {
        return bench(new PolicySketch().terminating("ask", STREAM, "away"), "away");
    }

    /** {@code permits} on timeout and on overflow. */
    static StreamBench asking(boolean permits, int packets, long streamBytes) {
        PolicySettings d = PolicySettings.DEFAULT;
        PolicySettings settings = new PolicySettings(
                d.pendTimeout(),
                permits,
                permits,
                d.pendPerFlowLimit(),
                d.pendMaxBytes(),
                packets,
                d.reinjectMaxDepth(),
                d.visitInboundIpPacketForForwarded(),
                d.groupForwardedFragments(),
                d.profile(),
                d.prefixIsSuffix(),
                d.datagramIdle(),
                d.tcpIdle(),
                streamBytes,
                d.streamMaxBytes());
        return bench(new PolicySketch().settings(settings).terminating("ask", STREAM, "away"), "away");
    }

    static PendedStream shown(StreamBench bench) {
        return bench.engine.events.shown.get(bench.engine.ticket().id().text());
    }

    static String text(PendedStream shown) {
        return new String(shown.data(), shown.from(), shown.length(), ISO_8859_1);
    }

    static void answer(StreamBench bench, StreamStep... steps) {
        answer(bench, bench.engine.ticket(), steps);
    }

    static void answer(StreamBench bench, PendTicket ticket, StreamStep... steps) {
        bench.engine.engine.complete(
                new Completion.Stream(ticket.id().text(), ticket.digest(), List.of(steps), List.of(), null));
    }

    static StreamStep permit(int count) {
        return new StreamStep(StreamAction.NONE, CalloutAction.PERMIT, 0, count, List.of());
    }

    private static StreamStep block(int count, StreamAnswer.Injection... injections) {
        return new StreamStep(StreamAction.NONE, CalloutAction.BLOCK, 0, count, List.of(injections));
    }

    static StreamStep wants(StreamAction action) {
        return new StreamStep(action, null, 1, 0, List.of());
    }

    private static StreamAnswer.Injection injection(int flags, String data) {
        return new StreamAnswer.Injection(flags, data.getBytes(ISO_8859_1));
    }

    private static String onlyError(StreamBench bench) {
        assertThat(bench.engine.events.contractErrors).hasSize(1);
        return bench.engine.events.contractErrors.getFirst();
    }

    @Test
    @SpecRule({"7.7 S4", "11 P11"})
    void shouldShowWhatAPacketBringsAndLetItsFlowWaitBehindIt() {
        StreamBench bench = asking();

        assertThat(bench.send("abc")).isEqualTo("waits");
        assertThat(bench.send("de")).isEqualTo("waits");
        assertThat(bench.receive("x")).as("the other direction waits as well").isEqualTo("waits");

        assertThat(bench.engine.events.pended).hasSize(1);
        assertThat(text(shown(bench))).isEqualTo("abc");
        assertThat(shown(bench).runs()).singleElement().satisfies(run -> {
            assertThat(run.offset()).isZero();
            assertThat(run.flags() & StreamFlags.SEND).isNotZero();
        });
        assertThat(bench.left(true)).isEmpty();
        bench.engine.permit(bench.engine.ticket());
        assertThat(bench.engine.verdict(3)).isEqualTo("permit STREAM_V4 ask -");
        assertThat(bench.left(true)).isEqualTo("abc");
        assertThat(text(shown(bench))).isEqualTo("de");
        bench.engine.permit(bench.engine.ticket());
        assertThat(text(shown(bench))).isEqualTo("x");
        bench.engine.permit(bench.engine.ticket());

        assertThat(bench.left(true)).isEqualTo("abcde");
        assertThat(bench.left(false)).isEqualTo("x");
        assertThat(bench.engine.events.lines)
                .extracting(line -> line.substring(0, 1))
                .endsWith("3", "4", "5");
    }

    @Test
    @SpecRule({"7.7 S1", "7.7 S4"})
    void shouldReplaceBytesAsInsideClassify() {
        StreamBench bench = asking();
        bench.send("abXYcd");
        answer(bench, permit(2), block(2, injection(StreamFlags.SEND, "new")), permit(0));

        assertThat(bench.engine.verdict(3)).isEqualTo("absorb STREAM_V4 ask -");
        assertThat(bench.left(true)).isEqualTo("abnewcd");
        assertThat(bench.engine.events.pended).hasSize(1);
    }

    @Test
    void shouldShowAgainWhatAnAnswerLeaves() {
        StreamBench bench = asking();
        bench.send("abcd");
        answer(bench, permit(3));

        assertThat(bench.engine.verdict(3)).isEqualTo("waits");
        assertThat(bench.left(true)).isEqualTo("abc");
        assertThat(text(shown(bench))).isEqualTo("d");
        answer(bench, block(0));
        assertThat(bench.engine.verdict(3)).isEqualTo("absorb STREAM_V4 ask -");
        assertThat(bench.left(true)).isEqualTo("abc");
    }

    @Test
    void shouldGatherUntilThereIsWhatWasWanted() {
        StreamBench bench = asking();
        bench.send("ab");
        answer(bench, new StreamStep(StreamAction.NEED_MORE_DATA, null, 3, 0, List.of()));

        assertThat(bench.engine.verdict(3)).as("its bytes wait, it does not").isEqualTo("permit - - -");
        assertThat(bench.send("cd")).as("too few").isEqualTo("permit - - -");
        assertThat(bench.send("e")).isEqualTo("waits");
        assertThat(text(shown(bench))).isEqualTo("abcde");
        answer(bench, wants(StreamAction.NEED_MORE_DATA));
        bench.sendFin("f");
        assertThat(shown(bench).noMoreData()).isTrue();
        answer(bench, wants(StreamAction.NEED_MORE_DATA));

        assertThat(bench.left(true)).isEqualTo("abcdef|");
        assertThat(onlyError(bench)).endsWith("stream_need_more_refused");
    }

    @Test
    void shouldSayThatNoMoreCanBeGathered() {
        StreamBench bench = asking(false, 1_000, 4);
        bench.send("ab");
        answer(bench, wants(StreamAction.NEED_MORE_DATA));
        bench.send("cd");

        assertThat(shown(bench).bufferLimitReached()).isTrue();
        answer(bench, wants(StreamAction.NEED_MORE_DATA));
        assertThat(bench.left(true)).isEqualTo("abcd");
        assertThat(onlyError(bench)).endsWith("stream_need_more_refused");
    }

    @Test
    void shouldShowNoMoreAtOnceThanARecordHolds() {
        StreamBench bench = asking();
        int part = 60_000;
        for (int i = 5; i >= 0; i--) {
            bench.engine.send(bench.out(TestPacket.ACK, 1 + i * part, "x".repeat(part)));
        }

        assertThat(shown(bench).length()).isEqualTo(part);
        answer(bench, permit(0));
        assertThat(shown(bench).length()).isEqualTo(PendedStream.MOST_BYTES);
        assertThat(shown(bench).bufferLimitReached()).isTrue();
        answer(bench, permit(0));
        assertThat(shown(bench).length()).isEqualTo(5 * part - PendedStream.MOST_BYTES);
        answer(bench, permit(0));
        assertThat(bench.left(true)).hasSize(6 * part);
        assertThat(bench.engine.events.lines).as("one fate each").hasSize(8);
    }

    @Test
    void shouldNotAskAgainOnceTheConnectionIsAllowed() {
        StreamBench bench = asking();
        bench.send("ab");
        answer(bench, wants(StreamAction.ALLOW_CONNECTION));

        assertThat(bench.send("cd")).isEqualTo("permit STREAM_V4 ask -");
        assertThat(bench.receive("x")).isEqualTo("permit STREAM_V4 ask -");
        assertThat(bench.left(true)).isEqualTo("abcd");
    }

    @Test
    void shouldDropTheConnectionWithWhatWaitsBehind() {
        StreamBench bench = asking();
        bench.send("ab");
        bench.send("cd");
        answer(bench, wants(StreamAction.DROP_CONNECTION));

        assertThat(bench.engine.verdict(3)).isEqualTo("absorb STREAM_V4 ask -");
        assertThat(bench.engine.verdict(4)).isEqualTo("block STREAM_V4 ask PenstockFlowBlocked");
        assertThat(bench.left(true)).isEmpty();
    }

    @Test
    void shouldIgnoreADeferralByWhoeverIsDeferredAlready() {
        StreamBench bench = bench(new PolicySketch().unknown("ask", STREAM, "away"), "away");
        bench.receive("ab");
        answer(bench, new StreamStep(StreamAction.DEFER, CalloutAction.PERMIT, 0, 0, List.of()));

        assertThat(bench.left(false)).isEqualTo("ab");
        assertThat(onlyError(bench)).endsWith("stream_defer_out_of_band");
    }

    @Test
    @SpecRule({"7.7 S3", "7.7 S5"})
    void shouldHoldAnswersFromElsewhereToTheContract() {
        StreamBench bench = asking();
        bench.send("ab");
        answer(
                bench,
                new StreamStep(
                        StreamAction.NONE,
                        CalloutAction.PERMIT,
                        0,
                        1_000,
                        List.of(
                                injection(StreamFlags.RECEIVE, "wrong way"),
                                injection(StreamFlags.SEND | StreamFlags.SEND_DISCONNECT, ""))));

        assertThat(bench.left(true)).isEqualTo("ab");
        assertThat(bench.engine.events.contractErrors)
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactlyInAnyOrder(
                        "stream_injection_refused", "stream_injection_refused", "stream_enforced_too_much");
    }

    @Test
    void shouldRefuseAnAnswerWithoutBounds() {
        StreamStep large = block(0, new StreamAnswer.Injection(StreamFlags.SEND, new byte[StreamStep.MOST_INJECTED]));

        assertThatThrownBy(() -> new Completion.Stream("id", 1, List.of(), List.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 steps");
        assertThatThrownBy(() -> new Completion.Stream(
                        "id", 1, java.util.Collections.nCopies(StreamStep.MOST + 1, permit(1)), List.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Completion.Stream("id", 1, List.of(large, large), List.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inject");
    }

    @Test
    void shouldShowALighterCalloutWhatAHeavierLetThrough() {
        StreamBench bench = bench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("edit", STREAM, "first")
                        .sublayer("lo", 1)
                        .terminating("look", STREAM, "second"),
                "first",
                "second");
        bench.send("abcd");
        assertThat(bench.engine.ticket().id().calloutKey()).isEqualTo("first");
        answer(bench, block(2, injection(StreamFlags.SEND, "X")), permit(0));

        assertThat(bench.engine.ticket().id().calloutKey()).isEqualTo("second");
        assertThat(text(shown(bench))).isEqualTo("X");
        assertThat(shown(bench).missedBytes()).isEqualTo(2);
        answer(bench, permit(0));
        assertThat(text(shown(bench))).isEqualTo("cd");
        answer(bench, permit(0));
        assertThat(bench.left(true)).isEqualTo("Xcd");
        assertThat(bench.engine.verdict(3)).isEqualTo("absorb STREAM_V4 edit -");
    }

    @Test
    @SpecRule("7.7 S2")
    void shouldPassAnInspectionThatIsElsewhereUnasked() {
        StreamBench bench = bench(new PolicySketch().inspect("look", STREAM, "away"), "away");

        assertThat(bench.send("ab")).isEqualTo("permit - - -");
        assertThat(bench.left(true)).isEqualTo("ab");
        assertThat(bench.engine.events.pended).isEmpty();
    }

    @Test
    void shouldTakeAnAnswerOfAnotherKindForAllThatWasShown() {
        StreamBench bench = asking();
        bench.send("ab");
        bench.engine.block(bench.engine.ticket());
        assertThat(bench.engine.verdict(3)).isEqualTo("absorb STREAM_V4 ask -");
        bench.send("cd");
        bench.engine.replace(bench.engine.ticket(), new byte[] {1});

        assertThat(bench.engine.verdict(4)).isEqualTo("absorb STREAM_V4 ask -");
        assertThat(onlyError(bench)).endsWith("injection_refused");
        assertThat(bench.left(true)).isEmpty();
    }

    @Test
    void shouldTakeAStreamsAnswerAboutAPacketForAFailure() {
        StreamBench bench = bench(new PolicySketch().terminating("ask", "OUTBOUND_TRANSPORT_V4", "away"), "away");
        answer(bench, bench.engine.events.pended.getFirst(), permit(0));

        assertThat(bench.engine.verdict(1)).isEqualTo("block OUTBOUND_TRANSPORT_V4 ask FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.engine.events.outcomes).containsEntry(1L, PendOutcome.FAILED);
    }
}
