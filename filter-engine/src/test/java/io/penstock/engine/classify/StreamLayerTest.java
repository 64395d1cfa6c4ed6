// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.StreamBench.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.DiscardLogger;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stream callouts may answer, by the byte, and how their answers follow one another (spec 7.1 to 7.6). */
class StreamLayerTest {
    private final List<String> shown = new ArrayList<>();

    private ScriptedCallout look(String key) {
        return ScriptedCallout.inline(key, (in, out) -> {
            shown.add(StreamBench.text(in));
            out.action(CalloutAction.CONTINUE);
        });
    }

    private static PolicySketch chain(String... callouts) {
        PolicySketch policy = new PolicySketch();
        for (int i = 0; i < callouts.length; i++) {
            policy.sublayer("s" + i, 100 - i).terminating(callouts[i], STREAM, callouts[i]);
        }
        return policy;
    }

    @Test
    @SpecRule("11 P15")
    void shouldShowPayloadWithTheFlagsOfItsDirection() {
        List<Integer> flags = new ArrayList<>();
        StreamBench bench = new StreamBench(
                        new PolicySketch().inspect("look", STREAM, "look"),
                        ScriptedCallout.inline(
                                "look", (in, out) -> flags.add(in.stream().flags())))
                .open();

        bench.send("GET");
        bench.receive("200");
        bench.sendFin("");
        bench.engine.send(bench.in(TestPacket.RST, 4, ""));

        assertThat(flags)
                .containsExactly(
                        StreamFlags.SEND,
                        StreamFlags.RECEIVE,
                        StreamFlags.SEND | StreamFlags.SEND_DISCONNECT,
                        StreamFlags.RECEIVE | StreamFlags.RECEIVE_ABORT);
    }

    @Test
    @SpecRule("11 C16")
    void shouldGatherDataUntilThereIsAsMuchAsWanted() {
        for (CalloutAction with : new CalloutAction[] {CalloutAction.NONE, CalloutAction.CONTINUE}) {
            shown.clear();
            StreamBench bench = new StreamBench(chain("gather"), ScriptedCallout.inline("gather", (in, out) -> {
                        shown.add(StreamBench.text(in));
                        if (in.stream().length() < 4) {
                            out.action(with);
                            out.stream().needMore(4 - in.stream().length());
                        } else {
                            out.permit(in);
                        }
                    }))
                    .open();

            assertThat(bench.send("a")).isEqualTo("permit - - -");
            assertThat(bench.send("b")).isEqualTo("permit - - -");
            assertThat(bench.left(true)).isEmpty();
            assertThat(bench.send("cde")).isEqualTo("permit STREAM_V4 gather -");
            assertThat(shown).containsExactly("a", "abcde");
            assertThat(bench.left(true)).isEqualTo("abcde");
            assertThat(bench.engine.events.contractErrors).isEmpty();
        }
    }

    @Test
    @SpecRule("11 P14")
    void shouldTakeNoCountForAllBytes() {
        StreamBench permits = new StreamBench(
                        chain("all"), ScriptedCallout.inline("all", (in, out) -> out.action(CalloutAction.PERMIT)))
                .open();
        StreamBench blocks = new StreamBench(
                        chain("all"), ScriptedCallout.inline("all", (in, out) -> out.action(CalloutAction.BLOCK)))
                .open();

        assertThat(permits.send("abc")).isEqualTo("permit STREAM_V4 all -");
        assertThat(permits.left(true)).isEqualTo("abc");
        assertThat(blocks.send("abc")).isEqualTo("absorb STREAM_V4 all -");
        assertThat(blocks.left(true)).isEmpty();
    }

    @Test
    void shouldShowTheRestAgainWhereLeadingBytesAreDecided() {
        StreamBench bench = new StreamBench(
                        chain("cut", "look"),
                        ScriptedCallout.inline("cut", (in, out) -> {
                            String text = StreamBench.text(in);
                            shown.add("cut " + text);
                            out.action(text.startsWith("b") ? CalloutAction.BLOCK : CalloutAction.PERMIT);
                            out.stream().countBytesEnforced(1);
                        }),
                        ScriptedCallout.inline("look", (in, out) -> {
                            shown.add(StreamBench.text(in) + " missed "
                                    + in.stream().missedBytes());
                            out.permit(in);
                        }))
                .open();

        assertThat(bench.send("abbc")).isEqualTo("absorb STREAM_V4 cut -");
        assertThat(shown).containsExactly("cut abbc", "a missed 0", "cut bbc", "cut bc", "cut c", "c missed 2");
        assertThat(bench.engine.events.streams.pieces)
                .containsExactly(
                        "out permitted 0 \"a\"",
                        "out removed 1 1 by cut",
                        "out removed 2 1 by cut",
                        "out permitted 3 \"c\"");
    }

    @Test
    void shouldClampMoreThanWasShownAndReportIt() {
        StreamBench bench = new StreamBench(chain("much"), ScriptedCallout.inline("much", (in, out) -> {
                    out.permit(in);
                    out.stream().countBytesEnforced(in.stream().length() + 1);
                }))
                .open();

        assertThat(bench.send("abc")).startsWith("permit STREAM_V4 much");
        assertThat(bench.left(true)).isEqualTo("abc");
        assertThat(bench.engine.events.contractErrors)
                .singleElement()
                .asString()
                .endsWith("stream_enforced_too_much");
    }

    @Test
    @SpecRule("4.2 R-STREAM")
    void shouldEndTheChainWithABlockAndGiveTheRightNoMeaning() {
        StreamBench bench = new StreamBench(
                        new PolicySketch()
                                .sublayer("hi", 9)
                                .terminating("no", STREAM, "no", PolicySketch.localPort(40_000))
                                .sublayer("lo", 1)
                                .terminating("yes", STREAM, "yes"),
                        ScriptedCallout.inline("no", (in, out) -> out.action(CalloutAction.BLOCK)),
                        look("yes"))
                .open();

        assertThat(bench.send("abc")).isEqualTo("absorb STREAM_V4 no -");
        assertThat(shown).isEmpty();
    }

    @Test
    @SpecRule("4.2 R-STREAM")
    void shouldLetALighterBlockTakeWhatAHardPermitLetThrough() {
        StreamBench bench = new StreamBench(new PolicySketch()
                        .sublayer("hi", 9)
                        .hardPermit("yes", STREAM)
                        .sublayer("lo", 1)
                        .block("no", STREAM))
                .open();

        assertThat(bench.send("abc")).isEqualTo("absorb STREAM_V4 no -");
    }

    @Test
    @SpecRule("4.2 R-STREAM")
    void shouldGoOnBehindAnInspectionWhateverItAnswers() {
        StreamBench bench = new StreamBench(
                        new PolicySketch()
                                .inspect("spy", STREAM, "spy")
                                .terminating("look", STREAM, "look")
                                .permit("never", STREAM),
                        ScriptedCallout.inline("spy", (in, out) -> {
                            out.block();
                            out.stream().action(StreamAction.DROP_CONNECTION);
                        }),
                        ScriptedCallout.inline("look", (in, out) -> out.permit(in)))
                .open();

        assertThat(bench.send("abc")).isEqualTo("permit STREAM_V4 look -");
        assertThat(bench.left(true)).isEqualTo("abc");
        assertThat(bench.engine.events.contractErrors)
                .singleElement()
                .asString()
                .endsWith("stream_drop_refused");
    }

    @Test
    void shouldNotAskAgainOnceTheConnectionIsAllowed() {
        StreamBench bench = new StreamBench(chain("once"), ScriptedCallout.inline("once", (in, out) -> {
                    shown.add(StreamBench.text(in));
                    out.stream().action(StreamAction.ALLOW_CONNECTION);
                }))
                .open();

        bench.send("a");
        bench.receive("b");
        bench.send("c");

        assertThat(shown).containsExactly("a");
        assertThat(bench.left(true)).isEqualTo("ac");
        assertThat(bench.left(false)).isEqualTo("b");
    }

    @Test
    @SpecRule("7.7 S5")
    void shouldBlockTheFlowOfADroppedConnection() {
        StreamBench bench = new StreamBench(
                        new PolicySketch().unknown("drop", STREAM, "drop"),
                        ScriptedCallout.inline("drop", (in, out) -> out.stream().action(StreamAction.DROP_CONNECTION)))
                .open();

        assertThat(bench.send("abc")).isEqualTo("absorb STREAM_V4 drop -");
        assertThat(bench.receive("x")).isEqualTo("block STREAM_V4 drop PenstockFlowBlocked");
        assertThat(bench.engine.send(bench.out(TestPacket.SYN, 9_000, ""))).startsWith("permit");
    }

    @Test
    @SpecRule("11 C09")
    void shouldShowRemovedBytesOnceAtTheDiscardTwin() {
        StreamBench bench = new StreamBench(
                        new PolicySketch().block("no", STREAM).inspect("log", "STREAM_V4_DISCARD", DiscardLogger.KEY),
                        new DiscardLogger())
                .open();
        bench.send("abcde");

        assertThat(bench.engine.visits()).endsWith("STREAM", "STREAM_DISCARD");
        assertThat(bench.engine.events.findings).singleElement().asString().contains("by no");
        assertThat(bench.engine.events.discards).singleElement().satisfies(discard -> {
            assertThat(discard.packets()).isZero();
            assertThat(discard.bytes()).isEqualTo(5);
        });
    }

    @Test
    void shouldAbsorbRemovedBytesThatAreSentAgain() {
        StreamBench bench = new StreamBench(new PolicySketch().block("no", STREAM)).open();
        bench.send("abc");

        assertThat(bench.engine.send(bench.out(TestPacket.ACK, 1, "abc"))).isEqualTo("absorb STREAM_V4 no -");
        assertThat(bench.engine.events.discards).hasSize(1);
    }

    @Test
    void shouldDecideAPacketByItsOwnBytesInItsOwnVisit() {
        StreamBench bench = new StreamBench(chain("edit"), new StreamEditor("edit", "abc", "x")).open();

        assertThat(bench.send("zab")).as("waits for the rest").isEqualTo("permit STREAM_V4 edit -");
        assertThat(bench.send("cz")).isEqualTo("absorb STREAM_V4 edit -");
        assertThat(bench.left(true)).isEqualTo("zxz");
    }

    @Test
    void shouldAskForADecisionAtTheLimitAndPermitWhereMoreIsWanted() {
        StreamBench bench = new StreamBench(
                        chain("greedy").settings(withStreamLimit(8)), ScriptedCallout.inline("greedy", (in, out) -> {
                            shown.add(StreamBench.text(in) + (in.stream().bufferLimitReached() ? " full" : ""));
                            out.stream().needMore(100);
                        }))
                .open();

        bench.send("abcd");
        bench.send("efghi");

        assertThat(shown).containsExactly("abcd", "abcdefghi full");
        assertThat(bench.left(true)).isEqualTo("abcdefghi");
        assertThat(bench.engine.state.streamStates().waitingBytes()).isZero();
        assertThat(bench.engine.events.contractErrors)
                .singleElement()
                .asString()
                .endsWith("stream_need_more_refused");
    }

    @Test
    void shouldNotWaitBehindTheEnd() {
        StreamBench bench = new StreamBench(chain("greedy"), ScriptedCallout.inline("greedy", (in, out) -> {
                    shown.add(StreamBench.text(in) + (in.stream().noMoreData() ? " last" : ""));
                    out.stream().needMore(100);
                }))
                .open();

        bench.send("abcd");
        bench.sendFin("e");

        assertThat(shown).containsExactly("abcd", "abcde last");
        assertThat(bench.left(true)).isEqualTo("abcde|");
        assertThat(bench.engine.events.contractErrors).hasSize(1);
    }

    @Test
    void shouldTreatAMissingActionAsABlockAndReportIt() {
        StreamBench bench = new StreamBench(chain("mute"), ScriptedCallout.inline("mute", (in, out) -> {})).open();

        assertThat(bench.send("abc")).startsWith("absorb STREAM_V4 mute");
        assertThat(bench.engine.events.contractErrors)
                .singleElement()
                .asString()
                .endsWith("stream_action_missing");
    }

    private static PolicySettings withStreamLimit(long bytes) {
        PolicySettings d = PolicySettings.DEFAULT;
        return new PolicySettings(
                d.pendTimeout(),
                d.permitOnTimeout(),
                d.permitOnOverflow(),
                d.pendPerFlowLimit(),
                d.pendMaxBytes(),
                d.pendMaxPackets(),
                d.reinjectMaxDepth(),
                d.visitInboundIpPacketForForwarded(),
                d.groupForwardedFragments(),
                d.profile(),
                d.prefixIsSuffix(),
                d.datagramIdle(),
                d.tcpIdle(),
                bytes,
                d.streamMaxBytes());
    }
}
