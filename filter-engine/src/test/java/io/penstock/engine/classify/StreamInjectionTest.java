// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.StreamBench.STREAM;
import static io.penstock.engine.stream.StreamFlags.RECEIVE;
import static io.penstock.engine.stream.StreamFlags.RECEIVE_DISCONNECT;
import static io.penstock.engine.stream.StreamFlags.SEND;
import static io.penstock.engine.stream.StreamFlags.SEND_DISCONNECT;
import static io.penstock.engine.stream.StreamStatus.INVALID_PARAMETER;
import static io.penstock.engine.stream.StreamStatus.SUCCESS;
import static io.penstock.engine.stream.StreamStatus.UNSUCCESSFUL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Injection into streams from inside and outside classify, deferral, and which callouts a flow has (spec 7.7). */
class StreamInjectionTest {
    private final List<String> shown = new ArrayList<>();
    private boolean defers = true;

    private ScriptedCallout deferring() {
        return ScriptedCallout.inline("defer", (in, out) -> {
            shown.add(StreamBench.text(in));
            if (defers) {
                out.stream().action(StreamAction.DEFER);
            } else {
                out.permit(in);
            }
        });
    }

    private ScriptedCallout looking(String key) {
        return ScriptedCallout.inline(key, (in, out) -> {
            shown.add(key + " " + StreamBench.text(in));
            out.permit(in);
        });
    }

    private static ScriptedCallout blocking() {
        return ScriptedCallout.inline("clone", (in, out) -> out.block());
    }

    private static PolicySketch chain(String... callouts) {
        PolicySketch policy = new PolicySketch();
        for (int i = 0; i < callouts.length; i++) {
            policy.sublayer("s" + i, 100 - i).terminating(callouts[i], STREAM, callouts[i]);
        }
        return policy;
    }

    @Test
    @SpecRule({"7.7 S1", "7.7 S2"})
    void shouldPutDataInFrontOfWhatIsShownForLighterCalloutsOnly() {
        StreamBench bench = new StreamBench(
                        chain("heavy", "inject", "light"),
                        looking("heavy"),
                        ScriptedCallout.inline("inject", (in, out) -> {
                            shown.add("inject " + StreamBench.text(in));
                            out.stream().inject(SEND, "new".getBytes(ISO_8859_1));
                            out.permit(in);
                        }),
                        looking("light"))
                .open();

        assertThat(bench.send("old")).isEqualTo("absorb STREAM_V4 inject -");
        assertThat(shown).containsExactly("heavy old", "inject old", "light new", "light old");
        assertThat(bench.left(true)).isEqualTo("newold");
    }

    @Test
    @SpecRule("7.7 S2")
    void shouldNotShowACalloutItsOwnDataInALighterSublayer() {
        StreamBench bench = new StreamBench(
                        new PolicySketch()
                                .sublayer("hi", 9)
                                .terminating("first", STREAM, "inject")
                                .sublayer("lo", 1)
                                .terminating("second", STREAM, "inject"),
                        ScriptedCallout.inline("inject", (in, out) -> {
                            shown.add(in.filter().filterKey() + " " + StreamBench.text(in));
                            if (in.filter().filterKey().equals("first")) {
                                out.stream().inject(SEND, "new".getBytes(ISO_8859_1));
                            }
                            out.permit(in);
                        }))
                .open();
        bench.send("old");

        assertThat(shown).containsExactly("first old", "second old");
        assertThat(bench.left(true)).isEqualTo("newold");
    }

    @Test
    @SpecRule({"7.7 S1", "7.7 S6"})
    void shouldHoldDeferredDataUntilTheStreamIsContinued() {
        StreamBench bench = new StreamBench(chain("defer", "light"), deferring(), looking("light")).open();

        assertThat(bench.receive("ab")).isEqualTo("permit - - -");
        bench.receive("cd");
        assertThat(bench.left(false)).isEmpty();
        assertThat(bench.inject(false, "defer", RECEIVE, "X")).isEqualTo(SUCCESS);
        defers = false;
        assertThat(bench.resume("defer")).isEqualTo(SUCCESS);

        assertThat(shown).containsExactly("ab", "light X", "abcd", "light abcd");
        assertThat(bench.left(false)).isEqualTo("Xabcd");
        assertThat(bench.resume("defer")).as("not deferred any more").isEqualTo(UNSUCCESSFUL);
        assertThat(bench.inject(false, "defer", RECEIVE, "Y")).isEqualTo(UNSUCCESSFUL);
    }

    @Test
    @SpecRule("7.7 S6")
    void shouldRefuseToContinueFromInsideClassify() {
        List<StreamStatus> statuses = new ArrayList<>();
        StreamBench[] own = new StreamBench[1];
        own[0] = new StreamBench(chain("defer"), ScriptedCallout.inline("defer", (in, out) -> {
                    EngineBench bench = own[0].engine;
                    Item about =
                            new Item().agent("a", "h", 1).packet(0, in.rows(), in.row(), new byte[0], in.frame(), null);
                    statuses.add(bench.engine.streamContinue(about, "defer"));
                    statuses.add(bench.engine.streamInject(about, "defer", RECEIVE, new byte[1]));
                    out.stream().action(StreamAction.DEFER);
                }))
                .open();
        own[0].receive("ab");

        assertThat(statuses).containsExactly(UNSUCCESSFUL, UNSUCCESSFUL);
    }

    @Test
    void shouldIgnoreAndReportADeferralOfOutboundData() {
        StreamBench bench = new StreamBench(chain("defer"), ScriptedCallout.inline("defer", (in, out) -> {
                    out.permit(in);
                    out.stream().action(StreamAction.DEFER);
                }))
                .open();

        assertThat(bench.send("ab")).isEqualTo("permit STREAM_V4 defer -");
        assertThat(bench.left(true)).isEqualTo("ab");
        assertThat(bench.engine.events.contractErrors)
                .singleElement()
                .asString()
                .endsWith("stream_defer_outbound");
    }

    @Test
    @SpecRule({"7.7 S1", "7.7 S4"})
    void shouldTakeClonesWhereAllDataOfTheDirectionIsBlocked() {
        StreamBench bench = new StreamBench(chain("clone", "light"), blocking(), looking("light")).open();

        assertThat(bench.inject(true, "clone", SEND, "ab"))
                .as("nothing is blocked yet")
                .isEqualTo(UNSUCCESSFUL);
        assertThat(bench.send("ab")).isEqualTo("absorb STREAM_V4 clone -");
        bench.send("cd");
        assertThat(bench.inject(true, "clone", SEND, "ab")).isEqualTo(SUCCESS);
        assertThat(bench.inject(true, "clone", SEND, "cd")).isEqualTo(SUCCESS);

        assertThat(shown).containsExactly("light ab", "light cd");
        assertThat(bench.left(true)).isEqualTo("abcd");
    }

    @Test
    @SpecRule("7.7 S4")
    void shouldNotLetAFlowSwitchBetweenInlineAndOutOfBand() {
        boolean[] permits = {true};
        StreamBench bench = new StreamBench(chain("clone"), ScriptedCallout.inline("clone", (in, out) -> {
                    if (permits[0]) {
                        out.permit(in);
                    } else {
                        out.block();
                    }
                }))
                .open();

        bench.send("ab");
        permits[0] = false;
        bench.send("cd");
        assertThat(bench.inject(true, "clone", SEND, "cd"))
                .as("it began inline")
                .isEqualTo(UNSUCCESSFUL);
        bench.receive("ab");
        assertThat(bench.inject(false, "clone", RECEIVE, "ab")).isEqualTo(SUCCESS);
        permits[0] = true;
        bench.receive("cd");
        assertThat(bench.engine.events.contractErrors)
                .singleElement()
                .asString()
                .endsWith("stream_mode_switched");
    }

    @Test
    @SpecRule("7.7 S3")
    void shouldRefuseFlagsThatDoNotFit() {
        StreamBench bench = new StreamBench(chain("defer"), deferring()).open();
        bench.receive("ab");

        assertThat(bench.inject(false, "defer", RECEIVE_DISCONNECT, "X")).isEqualTo(INVALID_PARAMETER);
        assertThat(bench.inject(false, "defer", RECEIVE, "")).isEqualTo(INVALID_PARAMETER);
        assertThat(bench.inject(false, "defer", RECEIVE | RECEIVE_DISCONNECT, ""))
                .isEqualTo(SUCCESS);
    }

    @Test
    @SpecRule({"7.7 S1", "7.7 S5"})
    void shouldRefuseAFinOfItsOwnButTakeThePendedOneBack() {
        StreamBench bench = new StreamBench(chain("fin"), ScriptedCallout.inline("fin", (in, out) -> {
                    if ((in.stream().flags() & SEND_DISCONNECT) != 0) {
                        out.action(CalloutAction.BLOCK);
                    } else {
                        out.stream().inject(SEND | SEND_DISCONNECT, new byte[0]);
                        out.permit(in);
                    }
                }))
                .open();

        bench.send("ab");
        assertThat(bench.left(true)).isEqualTo("ab");
        assertThat(bench.engine.events.contractErrors)
                .singleElement()
                .asString()
                .endsWith("stream_injection_refused");
        assertThat(bench.sendFin("")).isEqualTo("absorb STREAM_V4 fin -");
        assertThat(bench.inject(true, "fin", SEND | SEND_DISCONNECT, "tail")).isEqualTo(SUCCESS);
        assertThat(bench.left(true)).isEqualTo("abtail|");
    }

    @Test
    @SpecRule("7.7 S7")
    void shouldKeepARemovedFilterUntilNothingWaitsForIt() {
        StreamBench bench = new StreamBench(chain("edit"), new StreamEditor("edit", "abc", "x")).open();
        bench.send("ab");
        bench.engine.activate(new PolicySketch().block("no", STREAM));

        assertThat(bench.send("c")).as("under the filter that waits").isEqualTo("absorb STREAM_V4 edit -");
        assertThat(bench.left(true)).isEqualTo("x");
        assertThat(bench.send("d")).as("nothing waits").isEqualTo("absorb STREAM_V4 no -");
        assertThat(bench.engine.state.streamStates().revisionsInUse()).isEmpty();
    }

    @Test
    @SpecRule("7.7 S7")
    void shouldKeepARemovedFilterNoLongerThanAPendMayLast() {
        StreamBench bench = new StreamBench(chain("edit"), new StreamEditor("edit", "abc", "x")).open();
        bench.send("ab");
        bench.engine.activate(new PolicySketch().permit("yes", STREAM));
        bench.send("a");
        bench.later(61_000);

        assertThat(bench.left(true)).isEqualTo("ab");
        assertThat(bench.send("c")).isEqualTo("permit STREAM_V4 yes -");
        assertThat(bench.left(true)).isEqualTo("abac");
    }

    @Test
    @SpecRule("7.7 S8")
    void shouldAttachACalloutToFlowsThatStartAfterItsFilterOnly() {
        ScriptedCallout late = looking("late").fromTheStart();
        StreamBench old = new StreamBench(new PolicySketch(), late).open();
        old.engine.activate(chain("late"));

        assertThat(old.send("ab")).isEqualTo("permit - - -");
        assertThat(shown).isEmpty();

        StreamBench fresh = new StreamBench(chain("late"), late).open();
        assertThat(fresh.send("ab")).isEqualTo("permit STREAM_V4 late -");

        StreamBench middle = new StreamBench(chain("late"), late);
        assertThat(middle.send("ab")).as("its start was not seen").isEqualTo("permit - - -");
    }

    @Test
    @SpecRule("7.7 S8")
    void shouldShowTheMiddleOfAStreamToACalloutThatAllowsIt() {
        StreamBench bench = new StreamBench(new PolicySketch(), looking("late")).open();
        bench.send("ab");
        bench.engine.activate(chain("late"));

        assertThat(bench.send("cd")).isEqualTo("permit STREAM_V4 late -");
        assertThat(shown).containsExactly("late cd");
    }
}
