// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.StreamBench.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.stream.StreamAction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of bytes that still wait when their flow ends (spec 6.7, 7.5): each is shown or counted, none just goes. */
class StreamEndTest {
    private static final long TWO_HOURS = 2 * 3_600_000L;

    private final List<String> shown = new ArrayList<>();

    private ScriptedCallout permits(String key) {
        return ScriptedCallout.inline(key, (in, out) -> {
            shown.add(key + " " + StreamBench.text(in) + " missed "
                    + in.stream().missedBytes() + (in.stream().noMoreData() ? " last" : ""));
            out.permit(in);
        });
    }

    private ScriptedCallout gathers(String key) {
        return ScriptedCallout.inline(key, (in, out) -> {
            shown.add(key + " " + StreamBench.text(in) + (in.stream().noMoreData() ? " last" : ""));
            if (in.stream().noMoreData()) {
                out.permit(in);
            } else {
                out.stream().needMore(100);
            }
        });
    }

    private static ScriptedCallout defers(String key) {
        return ScriptedCallout.inline(key, (in, out) -> out.stream().action(StreamAction.DEFER));
    }

    private StreamBench behindGap() {
        StreamBench bench =
                new StreamBench(new PolicySketch().terminating("look", STREAM, "look"), permits("look")).open();
        bench.send("abc");
        bench.engine.send(bench.out(TestPacket.ACK, 8, "xyz"));
        assertThat(shown).containsExactly("look abc missed 0");
        shown.clear();
        return bench;
    }

    @Test
    void shouldShowBytesBehindAGapOnceTheCaptureHasEnded() {
        StreamBench bench = behindGap();

        bench.engine.endOfCapture();

        assertThat(shown).containsExactly("look xyz missed 4 last");
        assertThat(bench.engine.events.streams.pieces)
                .containsExactly("out permitted 0 \"abc\"", "out missing 3 4", "out permitted 7 \"xyz\"");
    }

    @Test
    void shouldShowBytesBehindAGapOnceTheFlowIsFoundIdle() {
        StreamBench bench = behindGap();

        bench.later(TWO_HOURS);
        String fate = bench.engine.send(bench.out(TestPacket.ACK, 11, "new"));

        assertThat(shown).first().isEqualTo("look xyz missed 4 last");
        assertThat(fate).startsWith("permit ");
        assertThat(bench.engine.events.verdicts).hasSize(5);
    }

    @Test
    void shouldShowBytesBehindAGapBeforeANewConnectionStarts() {
        StreamBench bench = behindGap();

        bench.engine.send(bench.out(TestPacket.SYN, 77_000, ""));

        assertThat(shown).containsExactly("look xyz missed 4 last");
    }

    @Test
    void shouldRemoveBytesBehindAGapThatAFilterBlocksAndCountThemToTheFlow() {
        StreamBench bench = new StreamBench(
                        new PolicySketch().terminating("cut", STREAM, "cut"),
                        ScriptedCallout.inline("cut", (in, out) -> out.action(CalloutAction.BLOCK)))
                .open();
        bench.engine.send(bench.out(TestPacket.ACK, 4, "xyz"));

        bench.engine.endOfCapture();

        assertThat(bench.engine.events.streams.pieces).containsExactly("out missing 0 3", "out removed 3 3 by cut");
        assertThat(bench.engine.events.discards).singleElement().satisfies(discard -> {
            assertThat(discard.packets()).isZero();
            assertThat(discard.bytes()).isEqualTo(3);
            assertThat(discard.wireBytes()).isZero();
        });
    }

    @Test
    void shouldAskOnceMoreWhoWaitsForMoreOfAStreamThatIsOver() {
        StreamBench bench = new StreamBench(
                        new PolicySketch()
                                .sublayer("hi", 9)
                                .terminating("gather", STREAM, "gather")
                                .sublayer("lo", 8)
                                .terminating("look", STREAM, "look"),
                        gathers("gather"),
                        permits("look"))
                .open();
        bench.send("abc");

        bench.engine.endOfCapture();

        assertThat(shown).containsExactly("gather abc", "gather abc last", "look abc missed 0 last");
        assertThat(bench.left(true)).isEqualTo("abc");
    }

    @Test
    @SpecRule("11 P11")
    void shouldDropWhatACalloutHasDeferredWithItsFlow() {
        StreamBench bench =
                new StreamBench(new PolicySketch().terminating("later", STREAM, "later"), defers("later")).open();
        bench.receive("abc");

        bench.engine.endOfCapture();

        assertThat(bench.engine.events.streams.pieces).containsExactly("in removed 0 3 by later");
        assertThat(bench.engine.events.discards).singleElement().satisfies(discard -> {
            assertThat(discard.detail().key()).isEqualTo("PenstockEndpointClosed");
            assertThat(discard.packets()).isZero();
            assertThat(discard.bytes()).isEqualTo(3);
        });
    }

    @Test
    void shouldTakeWhatWaitsAwayWithAConnectionThatIsDropped() {
        StreamBench bench = new StreamBench(
                        new PolicySketch()
                                .sublayer("hi", 9)
                                .unknown("drop", STREAM, "drop")
                                .sublayer("lo", 8)
                                .terminating("gather", STREAM, "gather"),
                        ScriptedCallout.inline("drop", (in, out) -> {
                            if (StreamBench.text(in).startsWith("!")) {
                                out.stream().action(StreamAction.DROP_CONNECTION);
                            } else {
                                out.permit(in);
                            }
                        }),
                        gathers("gather"))
                .open();
        bench.send("abc");
        bench.engine.send(bench.out(TestPacket.ACK, 6, "xyz"));
        bench.send("!");

        assertThat(bench.engine.events.streams.pieces)
                .containsExactly(
                        "out removed 3 1 by drop",
                        "out removed 0 3 by drop",
                        "out missing 4 1",
                        "out removed 5 3 by drop");
        assertThat(bench.engine.events.discards.stream()
                        .mapToLong(Discard::bytes)
                        .sum())
                .isEqualTo(7);
        assertThat(bench.engine.events.discards).extracting(Discard::packets).containsOnly(0);
    }

    @Test
    void shouldTakeTheRestOfADeliveryAwayWithAConnectionThatIsDropped() {
        StreamBench bench = new StreamBench(
                        new PolicySketch().unknown("drop", STREAM, "drop"),
                        ScriptedCallout.inline("drop", (in, out) -> out.stream().action(StreamAction.DROP_CONNECTION)))
                .open();
        bench.engine.send(bench.out(TestPacket.ACK, 2, "xyz"));

        assertThat(bench.send("a")).startsWith("absorb ");

        assertThat(bench.engine.events.streams.pieces)
                .containsExactly("out removed 0 1 by drop", "out removed 1 3 by drop");
        assertThat(bench.engine.events.discards.stream()
                        .mapToLong(Discard::bytes)
                        .sum())
                .isEqualTo(4);
    }
}
