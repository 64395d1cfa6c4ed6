// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever has a clock can measure inline callouts; the engine has none, and acts on none. */
class CalloutObserverTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";

    private final List<String> seen = new ArrayList<>();
    private final CalloutObserver observer = new CalloutObserver() {
        @Override
        public void before(String calloutKey) {
            seen.add("before " + calloutKey);
        }

        @Override
        public void after(String calloutKey) {
            seen.add("after " + calloutKey);
        }
    };

    @Test
    @SpecRule("10 G4")
    void shouldStandBesideEveryCallOfAnInlineCallout() {
        ScriptedCallout look = ScriptedCallout.inline("look", (in, out) -> seen.add("look"));
        ScriptedCallout broken = ScriptedCallout.inline("broken", (in, out) -> {
            throw new IllegalStateException("boom");
        });
        ScriptedCallout away = ScriptedCallout.outOfBand("away", (in, out) -> {});
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .inspect("a", CONNECT, "look")
                        .inspect("b", CONNECT, "broken")
                        .terminating("c", CONNECT, "away"),
                look,
                broken,
                away);
        bench.engine.observe(observer);

        bench.send(udp());

        assertThat(seen).containsExactly("before look", "look", "after look", "before broken", "after broken");
        assertThat(bench.events.contractErrors).containsExactly("1 ALE_AUTH_CONNECT_V4 broken failed");
    }

    @Test
    @SpecRule("10 G4")
    void shouldGiveTheSameVerdictWhoeverMeasures() {
        ScriptedCallout judge = ScriptedCallout.inline("judge", (in, out) -> out.block());
        PolicySketch policy = new PolicySketch().terminating("ask", CONNECT, "judge");
        EngineBench measured = new EngineBench(policy, judge);
        measured.engine.observe(observer);

        assertThat(measured.send(udp())).isEqualTo(new EngineBench(policy, judge).send(udp()));
        assertThat(seen).containsExactly("before judge", "after judge");
    }
}
