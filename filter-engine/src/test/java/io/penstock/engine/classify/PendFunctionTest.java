// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.CompletionHandle;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.callout.PendFunction;
import io.penstock.engine.callout.PendOffer;
import io.penstock.engine.callout.PendStatus;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.InMemoryPendLedger;
import io.penstock.engine.policy.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may pend what, where, and what the pend functions return (spec 6.4, P1 to P4). */
class PendFunctionTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private final PendingCallout waiting = new PendingCallout("dpi");

    @ParameterizedTest
    @CsvSource({
        "ALE_RESOURCE_ASSIGNMENT_V4, PEND_OPERATION",
        "ALE_AUTH_LISTEN_V6, PEND_OPERATION",
        "ALE_AUTH_CONNECT_V4, PEND_OPERATION",
        "ALE_ENDPOINT_CLOSURE_V4, PEND_CLASSIFY",
        "ALE_CONNECT_REDIRECT_V4, PEND_CLASSIFY",
        "ALE_BIND_REDIRECT_V6, PEND_CLASSIFY",
        "INBOUND_IPPACKET_V4, CLONE",
        "DATAGRAM_DATA_V4, CLONE",
        "OUTBOUND_MAC_FRAME_NATIVE, CLONE",
        "IPFORWARD_V6, CLONE",
        "ALE_FLOW_ESTABLISHED_V4, NONE",
        "ALE_RESOURCE_RELEASE_V4, NONE",
        "STREAM_V4, DEFER",
        "ALE_AUTH_CONNECT_V4_DISCARD, NONE"
    })
    void shouldHaveTheFunctionOfTheLayer(String layer, PendFunction function) {
        assertThat(PendFunction.of(Layer.byKey(layer).orElseThrow())).isEqualTo(function);
    }

    @SpecRule("11 C05")
    @Test
    void shouldPendAnOperationAtRecvAccept() {
        EngineBench bench =
                new EngineBench(new PolicySketch().terminating("ask", "ALE_AUTH_RECV_ACCEPT_V4", "dpi"), waiting);

        assertThat(bench.send(udp().from("192.0.2.9", 9).to("10.0.0.1", 53).inbound()))
                .isEqualTo("waits");
        assertThat(waiting.statuses).containsExactly(PendStatus.SUCCESS);
    }

    @SpecRule("6.4 P1")
    @Test
    void shouldRefuseAPendWithoutACompletionHandle() {
        ClassifyOut out = new ClassifyOut();
        out.begin(null, true);

        assertThat(out.pendOperation(null)).isEqualTo(PendStatus.NULL_POINTER);
        assertThat(out.pendClassify(null)).isEqualTo(PendStatus.NULL_POINTER);
        assertThat(PendStatus.NULL_POINTER.key()).isEqualTo("STATUS_FWP_NULL_POINTER");
        assertThat(out.isPended()).isFalse();
    }

    @SpecRule("6.4 P1")
    @Test
    void shouldGiveNoHandleWherePendingIsForbidden() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("early", "INBOUND_TRANSPORT_V4", "dpi")
                        .terminating("late", "ALE_FLOW_ESTABLISHED_V4", "dpi"),
                waiting);
        bench.send(udp().from("192.0.2.9", 9).to("10.0.0.1", 53).inbound());

        assertThat(waiting.statuses).containsExactly(PendStatus.NULL_POINTER, PendStatus.NULL_POINTER);
        assertThat(bench.verdict(1)).startsWith("permit ALE_FLOW_ESTABLISHED_V4 late");
    }

    @SpecRule("6.4 P2")
    @Test
    void shouldNotPendAReauthorisation() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("p", CONNECT), waiting);
        bench.send(udp());
        bench.activate(new PolicySketch().terminating("ask", CONNECT, "dpi"));

        assertThat(bench.send(udp())).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
        assertThat(waiting.statuses).containsExactly(PendStatus.CANNOT_PEND);
        assertThat(waiting.flags).containsExactly((long) ConditionFlag.IS_REAUTHORIZE);
        assertThat(PendStatus.CANNOT_PEND.key()).isEqualTo("STATUS_FWP_CANNOT_PEND");
    }

    @SpecRule("6.4 P3")
    @Test
    void shouldNotPendBeforeAPolicyWasActivated() {
        RowBuffer rows = new RowBuffer();
        TestPacket packet = udp();
        packet.appendTo(rows);
        PolicyRevision before = new PolicyRevision(
                new PolicySketch().terminating("ask", CONNECT, "dpi").policy(), 0);
        Item item = new Item().packet(0, rows.rows(), 0, rows.quoted(), rows.frames(), before);
        PendRules rules = new PendRules(new InMemoryPendLedger());
        rules.visit(item, new Walk(), Visit.CONNECT, false);
        PendOffer offer = rules.of(before.filter("ask"));

        assertThat(offer.status(PendFunction.PEND_OPERATION)).isEqualTo(PendStatus.TCPIP_NOT_READY);
        assertThat(PendStatus.TCPIP_NOT_READY.key()).isEqualTo("STATUS_FWP_TCPIP_NOT_READY");
    }

    @SpecRule("6.4 P4")
    @Test
    void shouldNotPendWhereTheAnswerDoesNotAbsorb() {
        waiting.forgetsAbsorb = true;
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", CONNECT, "dpi"), waiting);

        assertThat(bench.send(tcp(SYN))).isEqualTo("block ALE_AUTH_CONNECT_V4 ask FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.ledger.pended()).isZero();
        assertThat(bench.events.contractErrors).anyMatch(text -> text.contains(ContractError.PEND_INCOMPLETE.key()));
        waiting.complete(bench.engine);
        assertThat(bench.events.orphans).as("nothing to complete").hasSize(1);
    }

    @SpecRule("6.4 P4")
    @Test
    void shouldClearTheRightAndAbsorbForAnOutOfBandCalloutItself() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .sublayer("hi", 9)
                .terminating("ask", CONNECT, "dpi")
                .sublayer("lo", 1)
                .permit("lower", CONNECT));
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null));

        assertThat(bench.send(udp())).as("no lower permit overrides it").isEqualTo("waits");
        assertThat(bench.events.discards).as("absorbed").isEmpty();
    }

    @SpecRule("11 C04")
    @Test
    void shouldPendOnlyWithTheRightAndClearIt() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .sublayer("hi", 9)
                .hardPermit("sure", CONNECT)
                .sublayer("lo", 1)
                .terminating("ask", CONNECT, "dpi"));
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null));
        assertThat(bench.send(udp())).as("right gone: no pend").isEqualTo("permit ALE_AUTH_CONNECT_V4 sure -");

        bench.activate(new PolicySketch()
                .sublayer("hi", 9)
                .terminating("ask", CONNECT, "dpi")
                .sublayer("lo", 1)
                .hardPermit("sure", CONNECT));
        assertThat(bench.host("other").send(udp()))
                .as("right there: pended, and gone for the rest")
                .isEqualTo("waits");
    }

    @Test
    void shouldGiveTheHandleOfTheTicketThatIsOpened() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", CONNECT, "dpi"), waiting);
        bench.send(udp());

        assertThat(waiting.handles.getLast())
                .isEqualTo(new CompletionHandle(
                        bench.ticket().id().text(), bench.ticket().digest()));
    }
}
