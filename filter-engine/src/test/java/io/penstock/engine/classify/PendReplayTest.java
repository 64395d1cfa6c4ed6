// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.RecordedEnd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pends end in a replay as they ended in the past; a callout of which there is neither record nor code abstains (spec 10.1.2). */
class PendReplayTest {
    private static final String DATA = "DATAGRAM_DATA_V4";
    private static final PolicySketch ASKING = new PolicySketch().terminating("ask", DATA, "dpi");

    private final RecordedPends history = new RecordedPends();
    private final RecordedEvents events = new RecordedEvents();

    @Test
    void shouldAnswerAsIsRecorded() {
        PendTicket ticket = pendedLive(udp());
        history.add(
                ticket.id().text(), answered(new Completion.Block(ticket.id().text(), ticket.digest(), List.of())));

        assertThat(replayed(ASKING, udp())).isEqualTo("block " + DATA + " ask FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(history.told).containsExactly("dpi RECORDED");
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, PenstockPendTimeout",
        "FAILED, FWPS_DISCARD_FIREWALL_POLICY",
        "ENDPOINT_CLOSED, PenstockEndpointClosed"
    })
    void shouldEndWithoutAnAnswerAsIsRecorded(PendOutcome outcome, String reason) {
        history.add(pendedLive(udp()).id().text(), new RecordedEnd.Unanswered(outcome));

        assertThat(replayed(ASKING, udp())).isEqualTo("block " + DATA + " ask " + reason);
        assertThat(history.told).containsExactly("dpi RECORDED_EXPIRY");
    }

    @Test
    void shouldFindARecordAgainThoughAnotherPolicyVisitsMoreLayersBefore() {
        PendTicket ticket = pendedLive(udp());
        history.add(
                ticket.id().text(), answered(new Completion.Block(ticket.id().text(), ticket.digest(), List.of())));
        PolicySketch more = new PolicySketch()
                .permit("going", "OUTBOUND_IPPACKET_V4")
                .permit("coming", "INBOUND_IPPACKET_V4")
                .permit("connecting", "ALE_AUTH_CONNECT_V4")
                .permit("accepting", "ALE_AUTH_RECV_ACCEPT_V4")
                .terminating("ask", DATA, "dpi");

        assertThat(replayed(more, udp())).startsWith("block " + DATA + " ask");
    }

    @Test
    void shouldSkipACalloutOfWhichNothingIsKnownAndSayThatTheVerdictIsUncertain() {
        PolicySketch policy = new PolicySketch().terminating("ask", DATA, "dpi").block("otherwise", DATA);

        assertThat(replayed(policy, udp()))
                .isEqualTo("block " + DATA + " otherwise FWPS_DISCARD_FIREWALL_POLICY uncertain");
        assertThat(events.pended).isEmpty();
        assertThat(history.told).containsExactly("dpi UNKNOWN");
    }

    @Test
    void shouldNotTakeAnAnswerAboutOtherBytes() {
        PendTicket ticket = pendedLive(udp());
        history.add(
                ticket.id().text(), answered(new Completion.Block(ticket.id().text(), ~ticket.digest(), List.of())));

        assertThat(replayed(ASKING, udp())).endsWith("uncertain");
    }

    @Test
    void shouldNotTakeAnAnswerToAnotherFilter() {
        PendTicket ticket = pendedLive(udp());
        history.add(
                ticket.id().text(), answered(new Completion.Block(ticket.id().text(), ticket.digest(), List.of())));

        assertThat(replayed(new PolicySketch().terminating("other", DATA, "dpi"), udp()))
                .endsWith("uncertain");
    }

    @Test
    void shouldRunTheCodeWhereNothingIsRecorded() {
        ScriptedCallout code = ScriptedCallout.outOfBand("dpi", (in, out) -> out.permit(in));

        assertThat(replayed(ASKING, udp(), code)).isEqualTo("permit " + DATA + " ask -");
        assertThat(history.told).containsExactly("dpi CODE");
        assertThat(code.asked).hasSize(1);
    }

    @Test
    void shouldNotRunTheCodeWhereAnExpiryIsRecorded() {
        ScriptedCallout code = ScriptedCallout.outOfBand("dpi", (in, out) -> out.permit(in));
        history.add(pendedLive(udp()).id().text(), new RecordedEnd.Unanswered(PendOutcome.EXPIRED));

        assertThat(replayed(ASKING, udp(), code)).endsWith("PenstockPendTimeout");
        assertThat(code.asked).isEmpty();
    }

    @Test
    void shouldFindNoRoomWhereNoneWasFound() {
        history.refuse(1, "dpi");

        assertThat(replayed(ASKING, udp())).isEqualTo("block " + DATA + " ask PenstockPendOverflow");
        assertThat(history.told).containsExactly("dpi RECORDED_OVERFLOW");
    }

    /** The ticket of a packet that a live engine has pended. */
    private static PendTicket pendedLive(TestPacket packet) {
        EngineBench bench = new EngineBench(ASKING);
        bench.registry.register(away());
        assertThat(bench.send(packet)).isEqualTo("waits");
        return bench.ticket();
    }

    private static CalloutRegistration away() {
        return new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null);
    }

    private static RecordedEnd answered(Completion completion) {
        return new RecordedEnd.Answered(completion);
    }

    /** The verdict of a packet at the place of the one that was pended. */
    private String replayed(PolicySketch policy, TestPacket packet, Callout... code) {
        CalloutRegistry registry = CalloutRegistry.of(List.of(code));
        registry.register(away());
        RowBuffer buffer = new RowBuffer();
        int row = packet.number(1).appendTo(buffer);
        new LocalEvaluation(registry, events, history)
                .evaluate(new Item()
                        .origin("penstock.packets", 0, 1, 0)
                        .agent("a", "host", 1)
                        .packet(
                                0,
                                buffer.rows(),
                                row,
                                buffer.quoted(),
                                buffer.frames(),
                                new PolicyRevision(policy.policy(), 1)));
        return events.last();
    }
}
