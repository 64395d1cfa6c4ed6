// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutDelivery;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.compose.PacketSyntaxException;
import io.penstock.engine.packet.compose.PacketText;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleInspectionTest {
    private static final String NEEDLE = "tcp any any -> any any (msg:\"a needle\"; content:\"needle\"; sid:7; rev:2;)";
    private static final String TO_SERVER = "tcp 10.0.0.1:1000 > 10.0.0.2:80 ";
    private static final String TO_CLIENT = "tcp 10.0.0.2:80 > 10.0.0.1:1000 ";
    private static final List<String> HANDSHAKE =
            List.of(TO_SERVER + "syn seq=99", TO_CLIENT + "syn-ack seq=499 ack=100", TO_SERVER + "ack seq=100 ack=500");

    private final ClassifyOut out = new ClassifyOut();
    private int packets;
    private String host = "host";

    @Test
    void shouldReportWhatARuleFindsAndBlockWhereTheRuleWouldDrop() {
        SignatureInspection inspection = new SignatureInspection();
        classify(inspection, context(Map.of("rules", "alert " + NEEDLE)), TO_SERVER + "psh-ack payload=a_needle");
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
        assertThat(out.findings())
                .containsExactly(
                        new ClassifyOut.Finding("7", "\"a needle\" rev 2 in the packet, TCP 10.0.0.1 > 10.0.0.2"));
        classify(inspection, context(Map.of("rules", "drop " + NEEDLE)), TO_SERVER + "psh-ack payload=a_needle");
        assertThat(out.action()).isEqualTo(CalloutAction.BLOCK);
        classify(inspection, context(Map.of("rules", "drop " + NEEDLE)), TO_SERVER + "psh-ack payload=a_noodle");
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
        assertThat(out.findings()).isEmpty();
    }

    @Test
    void shouldDoAsTheContextSaysWhereItSaysMore() {
        SignatureInspection inspection = new SignatureInspection();
        String packet = TO_SERVER + "psh-ack payload=a_needle";
        classify(inspection, context(Map.of("rules", List.of("alert " + NEEDLE), "action", "block")), packet);
        assertThat(out.action()).isEqualTo(CalloutAction.BLOCK);
        classify(inspection, context(Map.of("rules", "drop " + NEEDLE, "action", "alert")), packet);
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
        assertThat(out.findings()).hasSize(1);
    }

    @Test
    void shouldMatchNothingThatOneItemDoesNotTell() {
        SignatureInspection inspection = new SignatureInspection();
        for (String flow : List.of("to_server", "established", "not_established")) {
            String rule = "alert tcp any any -> any any (flow:" + flow + "; content:\"needle\"; sid:7;)";
            classify(inspection, context(Map.of("rules", rule)), TO_SERVER + "psh-ack payload=a_needle");
            assertThat(out.findings()).as(flow).isEmpty();
        }
    }

    @Test
    void shouldTellOfRulesThatItCannotTakeOnce() {
        SignatureInspection inspection = new SignatureInspection();
        ProviderContext context = context(
                Map.of("rules", "alert " + NEEDLE + "\nalert tcp any any -> any any (flowbits:set,a; sid:8;)\n"));
        classify(inspection, context, TO_SERVER + "psh-ack payload=a");
        assertThat(out.findings())
                .containsExactly(new ClassifyOut.Finding(
                        "refused-rules",
                        "1 of the provider context's rules are not taken; line 2:31: sid 8 refused: "
                                + "the keyword flowbits is not known or not supported"));
        classify(inspection, context, TO_SERVER + "psh-ack payload=a");
        assertThat(out.findings()).isEmpty();
    }

    @Test
    void shouldFailRatherThanPermitWhereNoRuleCanBeTaken() {
        SignatureInspection inspection = new SignatureInspection();
        assertThatThrownBy(() -> classify(inspection, context(Map.of("rules", "alert")), TO_SERVER + "ack"))
                .hasMessageStartingWith("the provider context has no rule that can be taken: 1:6: ");
        assertThatThrownBy(() -> classify(
                        inspection, context(Map.of("rules", "alert " + NEEDLE, "action", "drop")), TO_SERVER + "ack"))
                .hasMessage("action is drop, expected alert or block");
    }

    @Test
    void shouldSeeWhatSegmentsCutInTwoAndBlockThePacketThatCompletesIt() {
        FlowSignatureInspection inspection = new FlowSignatureInspection();
        assertThat(inspection.delivery()).isEqualTo(CalloutDelivery.PARTITIONED);
        ProviderContext context = context(Map.of(
                "rules", "drop tcp any any -> any any (flow:established,to_server; content:\"needle\"; sid:7;)"));
        HANDSHAKE.forEach(packet -> {
            classify(inspection, context, packet);
            assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
        });
        classify(inspection, context, TO_SERVER + "psh-ack seq=100 ack=500 payload=aneed");
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
        classify(inspection, context, TO_SERVER + "psh-ack seq=105 ack=500 payload=lehere");
        assertThat(out.action()).isEqualTo(CalloutAction.BLOCK);
        assertThat(out.findings())
                .containsExactly(new ClassifyOut.Finding("7", "\"\" in the stream to_server, TCP 10.0.0.1 > 10.0.0.2"));
    }

    @Test
    void shouldKeepConnectionsOfHostsApartThatHaveTheSameEnds() {
        FlowSignatureInspection inspection = new FlowSignatureInspection();
        ProviderContext context = context(Map.of(
                "rules", "drop tcp any any -> any any (flow:established,to_server; content:\"needle\"; sid:7;)"));
        for (String each : List.of("client", "server")) {
            host = each;
            HANDSHAKE.forEach(packet -> classify(inspection, context, packet));
        }
        host = "client";
        classify(inspection, context, TO_SERVER + "psh-ack seq=100 ack=500 payload=aneed");
        host = "server";
        classify(inspection, context, TO_SERVER + "psh-ack seq=105 ack=500 payload=lehere");
        assertThat(out.action()).as("half of it was seen elsewhere").isEqualTo(CalloutAction.PERMIT);
        classify(inspection, context, TO_SERVER + "psh-ack seq=100 ack=500 payload=aneed");
        assertThat(out.action()).isEqualTo(CalloutAction.BLOCK);
    }

    @Test
    void shouldLookForNothingWithoutAContext() {
        classify(new FlowSignatureInspection(), null, TO_SERVER + "psh-ack payload=a_needle");
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
    }

    private void classify(Callout callout, ProviderContext context, String packet) {
        RowBuffer row = new RowBuffer();
        try {
            PacketText.parse(packet).appendTo(row, ++packets);
        } catch (PacketSyntaxException wrong) {
            throw new AssertionError(wrong.getMessage(), wrong);
        }
        Layer layer = Layer.byKey("FWPM_LAYER_OUTBOUND_IPPACKET_V4").orElseThrow();
        Filter filter = new Filter(
                1,
                "inspect",
                "inspect",
                layer,
                "FWPM_SUBLAYER_UNIVERSAL",
                1,
                List.of(),
                new Action.CalloutTerminating(callout.key()),
                Set.of(),
                "context");
        out.begin(null, true);
        callout.classify(
                new ClassifyIn(
                        layer,
                        filter,
                        context,
                        new FieldValues(),
                        host,
                        row.rows(),
                        0,
                        row.frames(),
                        0,
                        row.framesLength(),
                        PacketRow.payloadOffset(row.rows(), 0),
                        (int) PacketRow.payloadLength(row.rows(), 0),
                        InjectionState.NOT_INJECTED,
                        0,
                        null,
                        ClassifyMetadata.NONE,
                        null),
                out);
    }

    private static ProviderContext context(Map<String, Object> data) {
        return new ProviderContext("context", "FWPM_GENERAL_CONTEXT", data);
    }
}
